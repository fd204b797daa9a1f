import { breakerPolicySchema, type BreakerState } from '../../contracts/breaker.ts';
import { longestDelay } from '../../contracts/backoff.ts';
import { mustClose, mustOpen, type BreakerRow } from './breaker/row.ts';
import { BreakerStore } from './breaker/store.ts';
import { windowAt } from './breaker/window.ts';
import { clock } from './clock.ts';
import { required } from './environment.ts';
import { CircuitOpen, Reject, describe } from './errors.ts';
import { log } from './log.ts';

/** What an open breaker waits at least before the next look, lest messages run ahead of the one who closes the tap. */
const shortestWaitSeconds = 30;
/** While the probes are out their verdict is seconds away. */
const verdictSeconds = 15;

/** Reports of successes that one instance makes in a window at most. */
const reportsPerWindow = 6;

/** The breaker that the stack connected this function to. */
export function breakerStore(): BreakerStore {
  return new BreakerStore({
    table: required('breakerTable'),
    outbox: required('outboxTable'),
    name: required('breakerName'),
    policy: breakerPolicySchema.parse(JSON.parse(required('breakerPolicy'))),
  });
}

/** Stands between this function and what is downstream. */
export interface Breaker {
  /**
   * Runs a call, unless the downstream is known to be down.
   *
   * @throws CircuitOpen where it is, the call untried; else what the call throws
   */
  call<Value>(work: () => Promise<Value>): Promise<Value>;
}

/**
 * A circuit breaker whose state all instances of all functions share. Its price, by state:
 *
 * - closed: one consistent read a call. Successes are counted in memory and written only while others report failures,
 *   so a healthy downstream costs no write;
 * - open: one consistent read, no call. The message rests until the next probe;
 * - half open: a read, and for the few that get a permit two writes.
 *
 * A call fails by any error but `Reject`, which is an answer. Where the breaker's table cannot be read nothing is called:
 * whoever asks needs the same DynamoDB for its own state.
 *
 * @throws Error at load, naming an environment variable that is not set
 * @example
 * const payments = breaker();
 * const charge = once({ operation: 'charge', key, run: (request) => payments.call(() => payment.charge(request)) });
 */
export function breaker(store: BreakerStore = breakerStore()): Breaker {
  return new SharedBreaker(store);
}

class SharedBreaker implements Breaker {
  readonly #store: BreakerStore;
  /** Successes of this instance in one window, not reported yet. */
  #unreported = { window: 0, calls: 0 };
  #reportedAt = 0;

  constructor(store: BreakerStore) {
    this.#store = store;
  }

  async call<Value>(work: () => Promise<Value>): Promise<Value> {
    const row = await this.#store.read();
    const permit = await this.#enter(row);
    let value: Value;
    try {
      value = await work();
    } catch (error) {
      const answered = error instanceof Reject;
      await this.#note(() =>
        answered ? this.#succeeded(row, permit) : this.#failed(row, permit, describe(error).errorType),
      );
      throw error;
    }
    await this.#note(() => this.#succeeded(row, permit));
    return value;
  }

  /** Lets a call in; while half open, with a permit. */
  async #enter(row: BreakerRow): Promise<string | undefined> {
    if (row.state === 'CLOSED') return undefined;
    if (row.state === 'OPEN') throw refused(row, this.#secondsToProbe(row));
    const permit = clock.uuid();
    if (!(await this.#store.takePermit(row, permit))) throw refused(row, verdictSeconds);
    return permit;
  }

  async #succeeded(row: BreakerRow, permit: string | undefined): Promise<void> {
    if (permit !== undefined) {
      const after = await this.#store.succeed(row, permit);
      if (after !== undefined && mustClose(after, this.#store.policy))
        await this.#move(after, 'CLOSED', 'probes-passed');
      return;
    }
    const calls = this.#successes(1);
    const { windowSeconds } = this.#store.policy;
    if ((row.failures ?? 0) === 0 || row.window !== this.#unreported.window) return;
    if (clock.now() - this.#reportedAt < (windowSeconds * 1000) / reportsPerWindow) return;
    this.#reported();
    await this.#store.count(row, { calls, failures: 0 });
  }

  async #failed(row: BreakerRow, permit: string | undefined, reason: string): Promise<void> {
    if (permit !== undefined) return this.#move(row, 'OPEN', reason);
    const calls = this.#successes(0) + 1;
    this.#reported();
    const after = await this.#store.count(row, { calls, failures: 1 });
    if (after !== undefined && mustOpen(after, clock.now(), this.#store.policy))
      await this.#move(after, 'OPEN', reason);
  }

  /** Adds to the successes of the window under way. Those of a window that went by without a failure are of no use. */
  #successes(more: number): number {
    const window = windowAt(clock.now(), this.#store.policy.windowSeconds);
    if (this.#unreported.window !== window) this.#unreported = { window, calls: 0 };
    this.#unreported.calls += more;
    return this.#unreported.calls;
  }

  #reported(): void {
    this.#unreported.calls = 0;
    this.#reportedAt = clock.now();
  }

  async #move(row: BreakerRow, to: BreakerState, reason: string): Promise<void> {
    if (await this.#store.move(row, to, reason))
      log.warn('breaker moved', { subject: row.breaker, status: to, reason });
  }

  /** Seconds until the controller may half-open it; a clock that is wrong cannot make it longer than the longest rest. */
  #secondsToProbe({ probeAt = 0 }: BreakerRow): number {
    const { probes } = this.#store.policy;
    const seconds = Math.ceil((probeAt - clock.now()) / 1000);
    return Math.min(longestDelay(probes, 31), Math.max(shortestWaitSeconds, seconds));
  }

  /** What a call brought counts more than that the breaker hears of it; a permit not given back fails by itself. */
  async #note(report: () => Promise<void>): Promise<void> {
    try {
      await report();
    } catch (error) {
      log.warn('breaker not told', { errorType: describe(error).errorType });
    }
  }
}

/** Up to half as long again, so that what was sent away does not come back at once. */
function refused({ breaker: name, state }: BreakerRow, seconds: number): CircuitOpen {
  const delaySeconds = Math.ceil(seconds * (1 + clock.random() / 2));
  return new CircuitOpen(`The breaker before ${name} is ${state}`, { delaySeconds });
}
