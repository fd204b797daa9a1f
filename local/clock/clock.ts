/** Cancels what `Clock.schedule` arranged; calling it late or twice is harmless. */
export type Cancel = () => void;

/** The only source of time in the simulator. Everything that waits, waits on a `Clock`. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once the clock reaches `at` (milliseconds since the epoch); in the past means as soon as possible. */
  schedule(at: number, task: () => void): Cancel;
}

/** A clock that can be turned forward. */
export interface TurnableClock extends Clock {
  /** Everything that falls due on the way runs, in order. */
  advance(milliseconds: number): void | Promise<void>;
}

/** Resolves after `milliseconds` on `clock`. */
export function sleep(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => clock.schedule(clock.now() + milliseconds, resolve));
}

/** Runs `task` every `milliseconds` until cancelled. A task that throws stops nothing: errors are the task's to handle. */
export function every(clock: Clock, milliseconds: number, task: () => void): Cancel {
  let cancel: Cancel;
  const arm = (): void => {
    cancel = clock.schedule(clock.now() + milliseconds, () => {
      arm();
      task();
    });
  };
  arm();
  return () => cancel();
}
