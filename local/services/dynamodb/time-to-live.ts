import { SortedMap } from './sorted-map.ts';
import { attribute, type AttributeMap } from './values.ts';
import type { Cancel, Clock } from '../../clock/clock.ts';

const FIVE_YEARS_SECONDS = 5 * 365 * 86_400;

/**
 * Deletes expired items late, in sweeps, as AWS does (it promises "within a few days").
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export class TimeToLive {
  readonly attribute: string;
  readonly #clock: Clock;
  readonly #sweepMs: number;
  readonly #expire: (position: string) => void;
  /** Positions by expiry. */
  readonly #due = new SortedMap<string>();
  #armed: Cancel | undefined;
  #armedFor = Infinity;

  /** @param sweepMs sweeps run at the multiples of this that follow an expiry */
  constructor(attribute: string, clock: Clock, sweepMs: number, expire: (position: string) => void) {
    this.attribute = attribute;
    this.#clock = clock;
    this.#sweepMs = sweepMs;
    this.#expire = expire;
  }

  /** Takes note of a write. */
  changed(position: string, old: AttributeMap | undefined, next: AttributeMap | undefined): void {
    const before = this.#expiry(old);
    const after = this.#expiry(next);
    if (before === after) return;
    if (before !== undefined) this.#due.delete(dueKey(before, position));
    if (after === undefined) return;
    this.#due.set(dueKey(after, position), position);
    this.#arm(after);
  }

  stop(): void {
    this.#armed?.();
    this.#armedFor = Infinity;
  }

  /** Seconds since the epoch; undefined where the attribute is no number or too far in the past to be meant. */
  #expiry(item: AttributeMap | undefined): number | undefined {
    const value = item === undefined ? undefined : attribute(item, this.attribute);
    return value !== undefined && 'N' in value && Number(value.N) >= 0 ? Math.floor(Number(value.N)) : undefined;
  }

  #arm(expiry: number): void {
    const due = Math.max(expiry * 1000, this.#clock.now());
    const at = (Math.floor(due / this.#sweepMs) + 1) * this.#sweepMs;
    if (at >= this.#armedFor || !Number.isSafeInteger(at)) return;
    this.#armed?.();
    this.#armedFor = at;
    this.#armed = this.#clock.schedule(at, () => this.#sweep());
  }

  #sweep(): void {
    this.#armedFor = Infinity;
    const now = Math.floor(this.#clock.now() / 1000);
    const from = dueKey(Math.max(0, now - FIVE_YEARS_SECONDS), '');
    const expired = [...this.#due.range(from, dueKey(now, ''))].map(([, position]) => position);
    for (const position of expired) this.#expire(position);
    for (const [key] of this.#due.range(from, '~')) {
      this.#arm(Number(key.slice(0, 16)));
      return;
    }
  }
}

function dueKey(expiry: number, position: string): string {
  return String(Math.min(expiry, Number.MAX_SAFE_INTEGER)).padStart(16, '0') + position;
}
