import type { World } from './world.ts';

export interface Invariant {
  readonly id: string;
  readonly title: string;
  /** Reads the recorded history and the final state, never the code under test. */
  readonly check: (world: World) => readonly string[];
}

/** Whoever calls from outside. */
export interface Clients {
  /** Requests under way or still to come. */
  readonly busy: number;
}

/** What one pipeline adds to a run. Whatever several of them share (queues, outbox, logs) is the run's own. */
export interface Pipeline {
  readonly name: string;
  /** Puts what has to be there before anything happens. */
  readonly seed: (world: World) => void;
  /**
   * Sets its clients on their way.
   *
   * @param size the orders of the run; others come in proportion
   */
  readonly start: (world: World, size: number) => Clients;
  /** Work under way that no queue shows. */
  readonly pending: (world: World) => number;
  /** Whether a scheduled function would find nothing to do: it need not run then, which spares most of a day. */
  readonly idle: (world: World, entry: string) => boolean;
  /** What else comes at the very end, when old messages come back. */
  readonly comesLate?: (world: World) => void;
  readonly invariants: readonly Invariant[];
}
