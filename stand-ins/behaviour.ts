import { createHash } from 'node:crypto';
import { parseBehaviour } from './behaviour-schema.ts';
import type { JsonObject } from './body.ts';
import type { Ledger } from './ledger.ts';

/** How a stand-in misbehaves, as `PUT /behaviour` takes it. An empty list of rules is a healthy provider. */
export interface Behaviour {
  /** Equal seeds pick the same requests, in the order they arrive. */
  readonly seed?: number | string;
  readonly rules?: readonly Rule[];
}

/** One misbehaviour: exactly one effect, and what it is limited to. */
export interface Rule {
  /** Effect: refuse the charge for this reason. Payment only. */
  readonly decline?: string;
  /** Effect: answer with this status, 400 to 599, without doing the work. */
  readonly fail?: number;
  /** With `fail`: sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Effect: stay silent this long, then go on as if nothing had been. */
  readonly hangSeconds?: number;
  /** Effect: as `hangSeconds`, for small delays; other rules still apply. */
  readonly delayMilliseconds?: number;
  /** Effect: do the work, then cut the connection. */
  readonly loseReply?: true;
  /** Only this operation: charge, lookup, void, send, notify. */
  readonly operation?: string;
  /** Only requests whose body or path has these values: `{ "customerId": "c-9" }`. */
  readonly match?: Readonly<Record<string, string | number | boolean>>;
  /** Only requests whose `amount` is at least this. */
  readonly amountAtLeast?: number;
  /** Only this part of the requests that fit, 0 to 1. */
  readonly share?: number;
  /** Only this many times; then the rule is spent. */
  readonly count?: number;
}

interface State {
  readonly behaviour: Behaviour;
  /** Random numbers drawn so far. */
  readonly draws: number;
  /** How often each rule took effect. */
  readonly fired: readonly number[];
}

/** What the rules have in store for one request. */
export interface Misbehaviour {
  readonly waitMilliseconds: number;
  readonly fail?: { readonly status: number; readonly retryAfterSeconds?: number | undefined };
  readonly loseReply: boolean;
}

const key = 'behaviour';

/** The rules of one provider. Counts and draws are kept with them, so that several instances share one sequence. */
export class Behaviours {
  readonly #ledger: Ledger<State>;

  constructor(ledger: Ledger<State>) {
    this.#ledger = ledger;
  }

  async current(): Promise<Behaviour & { readonly fired: readonly number[] }> {
    const state = (await this.#ledger.get(key))?.value;
    return { ...state?.behaviour, fired: state?.fired ?? [] };
  }

  /** @throws Refusal 400 `invalid-behaviour` naming the field */
  async set(given: unknown): Promise<void> {
    const behaviour = parseBehaviour(given);
    const state: State = { behaviour, draws: 0, fired: (behaviour.rules ?? []).map(() => 0) };
    await this.#change(() => state);
  }

  async misbehaviour(operation: string, facts: JsonObject): Promise<Misbehaviour> {
    const rules = await this.#fire(operation, facts, (rule) => rule.decline === undefined);
    const blow = rules.find((rule) => rule.fail !== undefined || rule.hangSeconds !== undefined || rule.loseReply);
    const delay = rules.reduce((sum, rule) => sum + (rule.delayMilliseconds ?? 0), 0);
    const fail = blow?.fail;
    return {
      waitMilliseconds: delay + (blow?.hangSeconds ?? 0) * 1000,
      loseReply: blow?.loseReply ?? false,
      ...(fail === undefined ? {} : { fail: { status: fail, retryAfterSeconds: blow?.retryAfterSeconds } }),
    };
  }

  /** The reason to decline, drawn once per new charge. */
  async decline(operation: string, facts: JsonObject): Promise<string | undefined> {
    const [rule] = await this.#fire(operation, facts, ({ decline }) => decline !== undefined);
    return rule?.decline;
  }

  /** The rules that take effect: every delay, and the first of the others. */
  async #fire(operation: string, facts: JsonObject, wanted: (rule: Rule) => boolean): Promise<Rule[]> {
    let taken: Rule[] = [];
    await this.#change((state) => {
      if (state === undefined) return undefined;
      const fired = [...state.fired];
      let draws = state.draws;
      taken = [];
      for (const [index, rule] of (state.behaviour.rules ?? []).entries()) {
        const decided =
          rule.delayMilliseconds === undefined && taken.some((other) => other.delayMilliseconds === undefined);
        if (decided || !wanted(rule) || !fits(rule, operation, facts)) continue;
        if (fired[index]! >= (rule.count ?? Infinity)) continue;
        if (rule.share !== undefined && chance(state.behaviour.seed ?? 0, draws++) >= rule.share) continue;
        fired[index]! += 1;
        taken.push(rule);
      }
      return taken.length === 0 && draws === state.draws ? undefined : { ...state, draws, fired };
    });
    return taken;
  }

  async #change(next: (state: State | undefined) => State | undefined): Promise<void> {
    for (;;) {
      const last = await this.#ledger.get(key);
      const state = next(last?.value);
      if (state === undefined) return;
      const done =
        last === undefined
          ? await this.#ledger.putIfAbsent(key, state)
          : await this.#ledger.update(key, state, last.version);
      if (done) return;
    }
  }
}

function fits(rule: Rule, operation: string, facts: JsonObject): boolean {
  if (rule.operation !== undefined && rule.operation !== operation) return false;
  if (rule.amountAtLeast !== undefined && !(Number(facts['amount']) >= rule.amountAtLeast)) return false;
  return Object.entries(rule.match ?? {}).every(([field, value]) => facts[field] === value);
}

/** The n-th number of a seed's sequence: at least 0, less than 1. */
function chance(seed: number | string, draw: number): number {
  return createHash('sha256').update(`${seed}/${draw}`).digest().readUInt32BE() / 2 ** 32;
}
