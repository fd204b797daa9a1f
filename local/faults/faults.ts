import { fits, type Effect, type FaultRule, type Occasion } from './rule.ts';
import { seededRandom, type Random } from '../clock/random.ts';
import type { Clock } from '../clock/clock.ts';
import type { Journal } from '../services/service.ts';

export interface FaultsOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Seed of rules that bring none. */
  readonly seed: number | string;
  /** The name that people gave a function. */
  readonly nameOf: (functionName: string) => string;
}

/** A rule with its memory. */
interface ActiveRule {
  readonly rule: FaultRule;
  readonly random: Random;
  struck: number;
  /** Lets the request go on that `reorder` holds back. */
  release?: (() => void) | undefined;
}

/** A rule taking effect on one request. */
export type Strike = FaultRule & {
  /** For `reorder`: resolves once a later request was applied. */
  readonly turn?: Promise<void>;
  /** Draws of this rule: how to shuffle, how long to wait. */
  readonly random: Random;
};

const longestHold = 1000;

/** The rules in force. Every fault that is injected is counted and journalled. */
export class Faults {
  readonly #options: FaultsOptions;
  #rules: readonly ActiveRule[] = [];

  constructor(options: FaultsOptions, rules: readonly FaultRule[] = []) {
    this.#options = options;
    this.set(rules);
  }

  /** Nothing to ask about: the common case costs one look. */
  get none(): boolean {
    return this.#rules.length === 0;
  }

  /** Replaces every rule, their counts too. */
  set(rules: readonly FaultRule[]): void {
    for (const { release } of this.#rules) release?.();
    this.#rules = rules.map((rule, index) => ({
      rule,
      random: seededRandom(`${rule.seed ?? this.#options.seed}/fault/${index}`),
      struck: 0,
    }));
  }

  get rules(): readonly (FaultRule & { readonly struck: number })[] {
    return this.#rules.map(({ rule, struck }) => ({ ...rule, struck }));
  }

  /** The rules that strike this request, among those with one of `among`'s effects. */
  strikes(occasion: Occasion, among: readonly Effect[]): readonly Strike[] {
    const strikes: Strike[] = [];
    for (const active of this.#rules) {
      const { rule, random } = active;
      if (!among.includes(rule.effect) || active.struck >= (rule.count ?? Infinity)) continue;
      if (!fits(rule, occasion, this.#options.nameOf)) continue;
      // While one request is held back, the next one is what it waits for.
      if (active.release !== undefined) continue;
      if (rule.share !== undefined && random.next() >= rule.share) continue;
      active.struck += 1;
      this.#report(rule, occasion);
      strikes.push(rule.effect === 'reorder' ? { ...rule, random, turn: this.#hold(active) } : { ...rule, random });
    }
    return strikes;
  }

  /** A request was applied: what waited for such a one goes on. */
  applied(occasion: Occasion): void {
    for (const active of this.#rules) {
      if (active.release !== undefined && fits(active.rule, occasion, this.#options.nameOf)) active.release();
    }
  }

  #hold(active: ActiveRule): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const release = (): void => {
        cancel();
        active.release = undefined;
        resolve();
      };
      const cancel = clock.schedule(clock.now() + longestHold, release);
      active.release = release;
    });
  }

  #report({ effect, after, delayMilliseconds }: FaultRule, { service, action, functionName }: Occasion): void {
    this.#options.journal({
      service: 'faults',
      event: 'injected',
      resource: functionName ?? service,
      effect,
      action: `${service}:${action}`,
      ...(after === true && { after }),
      ...(delayMilliseconds !== undefined && { delayMilliseconds }),
    });
  }
}
