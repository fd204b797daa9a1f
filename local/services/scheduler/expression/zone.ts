/** A wall-clock time without a zone, as milliseconds since the epoch as if it were UTC. */
export type LocalTime = number;

const day = 86_400_000;

/** An IANA time zone. */
export class Zone {
  readonly #format: Intl.DateTimeFormat | undefined;

  /** @throws RangeError for a zone that is not known */
  constructor(name: string) {
    if (name === 'UTC') return;
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    this.#format = format.resolvedOptions().timeZone === 'UTC' ? undefined : format;
  }

  toLocal(at: number): LocalTime {
    if (this.#format === undefined) return at;
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, date, hour, minute, second) + (at % 1000);
  }

  /**
   * The instant of a wall-clock time. One that a change of the clocks repeats is its first instant, one that it skips
   * has none.
   */
  toInstant(local: LocalTime): number | undefined {
    if (this.#format === undefined) return local;
    // Clocks change at most once within two days, so that the offsets around are all there can be.
    const offsets = [local - day, local + day].map((near) => this.toLocal(near) - near);
    const instants = offsets.map((offset) => local - offset).filter((at) => this.toLocal(at) === local);
    return instants.length === 0 ? undefined : Math.min(...instants);
  }
}
