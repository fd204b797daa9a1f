import type { Cancel, Clock } from '../../clock/clock.ts';
import type { Random } from '../../clock/random.ts';
import type { Occurrences } from './expression/occurrences.ts';

/** Something that recurs, or happens once. */
export interface Appointment {
  readonly occurrences: Occurrences;
  /** Occurrences up to here, milliseconds since the epoch, do not count. */
  readonly after: number;
  /** Nor do those later than this. */
  readonly until?: number | undefined;
  /** Each occurrence is moved by less than this, at random. */
  readonly windowMilliseconds: number;
  /** Called for each occurrence. @param last whether none comes after it */
  due(scheduledAt: number, last: boolean): void;
}

/** Keeps one timer per appointment. */
export class Agenda {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #cancels = new Map<string, Cancel>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Sets an appointment; one with the same key is dropped. */
  set(key: string, appointment: Appointment): void {
    this.drop(key);
    this.#arm(key, appointment, appointment.after);
  }

  drop(key: string): void {
    this.#cancels.get(key)?.();
    this.#cancels.delete(key);
  }

  clear(): void {
    for (const key of this.#cancels.keys()) this.drop(key);
  }

  #arm(key: string, appointment: Appointment, after: number): void {
    const at = next(appointment, after);
    if (at === undefined) return;
    const moved = appointment.windowMilliseconds > 0 ? this.#random.below(appointment.windowMilliseconds) : 0;
    const cancel = this.#clock.schedule(at + moved, () => {
      this.#cancels.delete(key);
      const last = next(appointment, at) === undefined;
      // The next occurrence is set first: what is due now may drop the appointment.
      if (!last) this.#arm(key, appointment, at);
      appointment.due(at, last);
    });
    this.#cancels.set(key, cancel);
  }
}

function next({ occurrences, until }: Appointment, after: number): number | undefined {
  const at = occurrences.next(after);
  return at === undefined || (until !== undefined && at > until) ? undefined : at;
}
