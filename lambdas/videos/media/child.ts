import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { RetryLater } from '../../messaging/errors.ts';

export interface ChildRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** After which it is killed. */
  readonly milliseconds: number;
  readonly onOutput?: (text: string) => void;
  /** Gives way to other programs on a machine that they share; on Lambda it has its own. */
  readonly patient?: boolean;
}

export interface ChildResult {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly output: string;
}

/** The most that a program may say: enough for the facts of a hundred streams. */
const longestOutput = 256 * 1024;

/**
 * Runs a program on a hostile file: no shell, nothing on its input, no environment and so no credentials, a limit on
 * its time and on what it says. What it writes to stderr quotes the file and is dropped.
 *
 * @throws RetryLater where it ran out of time, said too much, or was ended by a signal; Error where there is no such
 * program
 */
export function runChild({
  command,
  args,
  folder,
  milliseconds,
  onOutput,
  patient = false,
}: ChildRun): Promise<ChildResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env: {}, shell: false, stdio: ['ignore', 'pipe', 'ignore'] });
    if (patient && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let output = '';
    let killedFor: string | undefined;
    const kill = (why: string): void => {
      killedFor ??= why;
      child.kill('SIGKILL');
    };
    const timer = AbortSignal.timeout(Math.max(1, Math.floor(milliseconds)));
    const onTimeout = (): void => kill('ran out of time');
    timer.addEventListener('abort', onTimeout);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      onOutput?.(text);
      if (onOutput === undefined) output += text;
      if (output.length > longestOutput) kill('said too much');
    });
    child.on('error', (cause) => {
      timer.removeEventListener('abort', onTimeout);
      reject(new Error(`${command} could not be started: set FFMPEG_PATH and FFPROBE_PATH`, { cause }));
    });
    child.on('close', (exitCode, signal) => {
      timer.removeEventListener('abort', onTimeout);
      if (killedFor !== undefined) reject(new RetryLater(`The program ${killedFor} and was killed`));
      else if (signal !== null) reject(new RetryLater(`The program was ended by ${signal}`));
      else resolve({ exitCode, output });
    });
  });
}
