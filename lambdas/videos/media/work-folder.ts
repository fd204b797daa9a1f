import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of one job, under names of ours. */
export interface WorkFolder {
  readonly input: string;
  readonly output: string;
  readonly thumbnail: string;
}

/**
 * Lends a job an empty folder and wipes it after, and before too: an invocation that was killed left its files, and they
 * are another owner's. One job at a time in an execution environment, so the consumers take batches of one.
 */
export async function inWorkFolder<Result>(work: (folder: WorkFolder) => Promise<Result>): Promise<Result> {
  const folder = join(tmpdir(), 'video');
  const wipe = (): Promise<void> => rm(folder, { recursive: true, force: true });
  await wipe();
  await mkdir(folder, { mode: 0o700 });
  try {
    return await work({
      input: join(folder, 'in'),
      output: join(folder, 'out.mp4'),
      thumbnail: join(folder, 'out.jpg'),
    });
  } finally {
    await wipe();
  }
}
