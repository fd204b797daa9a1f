import { exitCodes, type ExitCode } from '../command.ts';

/** Does a task over and over, so many seconds apart, until Ctrl-C, which for a live view is its ordinary end. */
export async function untilInterrupted(seconds: number, task: () => Promise<void>): Promise<ExitCode> {
  const ending = new AbortController();
  const interrupted = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
  const stop = (): void => ending.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    while (!ending.signal.aborted) {
      await task();
      const pause = Promise.withResolvers<void>();
      const timer = setTimeout(pause.resolve, 1000 * seconds);
      await Promise.race([pause.promise, interrupted]);
      clearTimeout(timer);
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  return exitCodes.done;
}
