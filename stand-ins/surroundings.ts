import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** Time and chance for the stand-ins, so that a test or the simulation can bring its own. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A fresh id. */
  readonly id: () => string;
}

export const realSurroundings: Surroundings = {
  now: () => Date.now(),
  sleep: async (milliseconds) => {
    await wait(milliseconds, undefined, { ref: false });
  },
  id: () => randomUUID(),
};
