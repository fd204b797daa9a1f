import { expect, test } from 'vitest';
import { CommitLog, type AppendFile } from '../../../local/persistence/commit-log.ts';
import { readFrames } from '../../../local/persistence/frame.ts';

/** A file in memory whose syncs end when the test lets them. */
class SlowFile implements AppendFile {
  readonly written: Buffer[] = [];
  synced = 0;
  closed = false;
  #release: (() => void) | undefined;

  async write(bytes: Buffer): Promise<{ bytesWritten: number }> {
    // Takes a part only, as a disk may.
    const part = bytes.subarray(0, 10);
    this.written.push(Buffer.from(part));
    return { bytesWritten: part.length };
  }

  datasync(): Promise<void> {
    return new Promise<void>((resolve) => {
      this.#release = resolve;
    }).then(() => {
      this.synced += 1;
    });
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  async sync(): Promise<void> {
    await turn();
    this.#release?.();
    await turn();
  }

  /** Lines of each frame, without the time. */
  get frames(): string[][] {
    return readFrames(Buffer.concat(this.written), 'file').payloads.map((payload) =>
      payload.toString().split('\n').slice(1),
    );
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function logTo(file: AppendFile, onFailure: (error: unknown) => void = () => undefined): CommitLog {
  return new CommitLog(file, 0, { now: () => 42, onFailure });
}

async function settled(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await turn();
  return done;
}

test('nothing is committed before it is synced', async () => {
  const file = new SlowFile();
  const log = logTo(file);
  log.append('a');
  const committed = log.committed();
  expect(await settled(committed)).toBe(false);
  await file.sync();
  expect(await settled(committed)).toBe(true);
});

test('lines appended without a pause are one frame', async () => {
  const file = new SlowFile();
  const log = logTo(file);
  log.append('a');
  log.append('b');
  await file.sync();
  expect(file.frames).toEqual([['a', 'b']]);
});

test('what comes during a sync is synced together, and not waited for by what came before', async () => {
  const file = new SlowFile();
  const log = logTo(file);
  log.append('a');
  const first = log.committed();
  await turn();
  log.append('b');
  await turn();
  log.append('c');
  const second = log.committed();
  await file.sync();
  expect(await settled(first)).toBe(true);
  expect(await settled(second)).toBe(false);
  await file.sync();
  expect(await settled(second)).toBe(true);
  expect(file.frames).toEqual([['a'], ['b', 'c']]);
});

test('a rotation parts what came before from what comes after', async () => {
  const before = new SlowFile();
  const after = new SlowFile();
  const log = logTo(before);
  log.append('a');
  log.rotate(after);
  log.append('b');
  await before.sync();
  await after.sync();
  expect(before.frames).toEqual([['a']]);
  expect(before.closed).toBe(true);
  expect(after.frames).toEqual([['b']]);
});

test('T06: a disk that is full fails once and acknowledges nothing more', async () => {
  const failures: unknown[] = [];
  const full: AppendFile = {
    write: () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
    datasync: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const log = logTo(full, (error) => failures.push(error));
  log.append('a');
  expect(await settled(log.committed())).toBe(false);
  log.append('b');
  expect(await settled(log.committed())).toBe(false);
  expect(failures).toHaveLength(1);
});
