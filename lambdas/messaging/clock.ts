import { randomUUID } from 'node:crypto';

/** The toolkit's only source of time and chance, so that tests can turn the one and seed the other. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** At least 0, less than 1. */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Resolves after so long, or as soon as `signal` is given. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const clock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: () => randomUUID(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, signal?.aborted === true ? 0 : milliseconds);
      signal?.addEventListener('abort', end);
    }),
};

/** The time as ISO 8601 in UTC, milliseconds included. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Epoch seconds, the unit of every DynamoDB TTL attribute. */
export function epochSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
