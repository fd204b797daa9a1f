import type { Surroundings } from '../service.ts';

export interface LogEvent {
  readonly at: number;
  readonly line: string;
}

/** Lines kept per group; a simulator that runs for days forgets the oldest. */
const mostLines = 10_000;

/** CloudWatch Logs, as far as functions and APIs need it: named groups that take lines. */
export class Logs {
  readonly surroundings: Surroundings;
  readonly #groups = new Map<string, LogEvent[]>();
  readonly #listeners: ((group: string, line: string) => void)[] = [];

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  createGroup(name: string): void {
    if (!this.#groups.has(name)) this.#groups.set(name, []);
  }

  write(group: string, line: string): void {
    this.createGroup(group);
    const lines = this.#groups.get(group)!;
    lines.push({ at: this.surroundings.clock.now(), line });
    if (lines.length > 2 * mostLines) lines.splice(0, mostLines);
    for (const listener of this.#listeners) listener(group, line);
  }

  read(group: string): readonly LogEvent[] {
    return this.#groups.get(group) ?? [];
  }

  listen(listener: (group: string, line: string) => void): void {
    this.#listeners.push(listener);
  }
}
