import type { Surroundings } from '../service.ts';

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly line: string;
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  /** Lines older than this are forgotten; kept for ever where undefined. */
  readonly retentionDays: number | undefined;
}

interface KeptGroup extends LogGroup {
  events: LogEvent[];
}

/** Lines kept per group; a simulator that runs for days forgets the oldest. */
const mostLines = 10_000;
const day = 86_400_000;

/** CloudWatch Logs, as far as functions and APIs need it: named groups that take lines. */
export class Logs {
  readonly surroundings: Surroundings;
  readonly #groups = new Map<string, KeptGroup>();
  readonly #listeners: ((group: string, line: string) => void)[] = [];

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  /** Creates a group, or changes how long an existing one keeps its lines. */
  createGroup(name: string, retentionDays?: number): LogGroup {
    const { region, accountId } = this.surroundings;
    const events = this.#groups.get(name)?.events ?? [];
    const group = { name, arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`, retentionDays, events };
    this.#groups.set(name, group);
    return group;
  }

  groups(): readonly LogGroup[] {
    return [...this.#groups.values()];
  }

  /** A group that is not there yet is made, as functions do. */
  write(group: string, line: string): void {
    if (!this.#groups.has(group)) this.createGroup(group);
    const kept = this.#groups.get(group)!;
    kept.events.push({ at: this.surroundings.clock.now(), line });
    if (kept.events.length >= 2 * mostLines) kept.events = kept.events.slice(-mostLines);
    for (const listener of this.#listeners) listener(group, line);
  }

  /** Oldest first: the last 10,000 lines, or those within the group's retention if these are fewer. */
  read(group: string): readonly LogEvent[] {
    const { events = [], retentionDays } = this.#groups.get(group) ?? {};
    const oldest = retentionDays === undefined ? -Infinity : this.surroundings.clock.now() - retentionDays * day;
    return events.slice(-mostLines).filter(({ at }) => at > oldest);
  }

  listen(listener: (group: string, line: string) => void): void {
    this.#listeners.push(listener);
  }
}
