import { auditIds, readAudit } from '../audit.ts';
import { exitCodes, type ExitCode } from '../command.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { countOf } from '../terminal/count.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { Pace } from './pace.ts';
import type { Outcome, Work } from './work-through.ts';

/** Options of every command that changes a dead-letter queue. */
export const changeOptions = {
  yes: { type: 'boolean', default: false, about: 'do not ask' },
  'dry-run': { type: 'boolean', default: false, about: 'show what would be done, and stop' },
  rate: { type: 'string', value: 'N', about: 'messages a second at most' },
  undelivered: { type: 'boolean', default: false, about: 'those that the topic could not deliver to the queue' },
} as const;

export function paceOf(rate: string | undefined): { readonly pace?: Pace } {
  return rate === undefined ? {} : { pace: new Pace(countOf('--rate', rate)) };
}

/**
 * Whether to go on: `--yes`, or a person's yes.
 *
 * @returns the exit code where the answer is no
 */
export async function agreed(terminal: Terminal, yes: boolean, question: string): Promise<ExitCode | undefined> {
  if (yes) return undefined;
  const answer = await terminal.ask(question);
  if (answer === true) return undefined;
  terminal.note(
    answer === undefined
      ? 'Nothing was changed: nobody is here to ask. --yes goes on without.'
      : 'Nothing was changed.',
  );
  return exitCodes.incomplete;
}

const redrawSeconds = 0.1;

/**
 * Does the work with a progress bar; the first Ctrl-C lets batches under way finish.
 *
 * @param goOn the command line that goes on where this one is cut off
 */
export async function watched(
  terminal: Terminal,
  all: number,
  goOn: string,
  work: (watching: Required<Pick<Work, 'signal' | 'onProgress'>>) => Promise<Outcome>,
): Promise<Outcome & { readonly seconds: number; readonly interrupted: boolean }> {
  const interruption = new AbortController();
  const stop = (): void => interruption.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  let shownAt = 0;
  try {
    const outcome = await work({
      signal: interruption.signal,
      onProgress({ done }) {
        if (seconds() < shownAt + redrawSeconds) return;
        shownAt = seconds();
        terminal.progress(progressBar(done, all, shownAt));
      },
    });
    return { ...outcome, seconds: seconds(), interrupted: interruption.signal.aborted };
  } catch (error) {
    terminal.note(`Cut off; nothing is lost. Go on with: ${goOn}`);
    throw error;
  } finally {
    terminal.progress('');
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

export function exitCodeOf({ refused, interrupted }: { refused: Outcome['refused']; interrupted: boolean }): ExitCode {
  if (interrupted) return exitCodes.interrupted;
  return refused.size > 0 ? exitCodes.incomplete : exitCodes.done;
}

/** The record of a redrive of this queue that did not come to its end. */
export function unfinished(folder: string, queue: string, where: string): string | undefined {
  return auditIds(folder).find((id) => {
    if (!id.startsWith('redrive-')) return false;
    const record = readAudit(folder, id);
    if (record === undefined || record.header['from'] !== queue || record.header.where !== where) return false;
    return !record.lines.some((line) => 'ended' in line);
  });
}
