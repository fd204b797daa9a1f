import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DamagedFile, readFrames } from './frame.ts';

const version = 'spillway data 3\n';

/** Payloads in the order they were written, and where to go on. */
export interface Loaded {
  readonly payloads: readonly Buffer[];
  /** Number of the log to append to. */
  readonly log: number;
  readonly logBytes: number;
}

/**
 * A folder of snapshots and logs. `snapshot-N` is the state before the first line of `log-N`; whatever is older than the
 * newest snapshot is history. One process at a time.
 */
export class DataFolder {
  readonly path: string;

  /** @throws Error in one line where the folder cannot be written to, belongs to another process, or is something else */
  constructor(path: string) {
    this.path = path;
    try {
      mkdirSync(path, { recursive: true });
      this.#lock();
      this.#stamp();
    } catch (cause) {
      throw explained(path, cause);
    }
  }

  file(kind: 'log' | 'snapshot', number: number): string {
    return join(this.path, `${kind}-${String(number).padStart(6, '0')}`);
  }

  /** @throws DamagedFile */
  load(): Loaded {
    const snapshot = this.#numbers('snapshot').at(-1);
    const logs = this.#logsFrom(snapshot ?? 0);
    const payloads: Buffer[] = [];
    if (snapshot !== undefined) payloads.push(...this.#whole('snapshot', snapshot));
    const last = logs.at(-1) ?? snapshot ?? 0;
    for (const number of logs.slice(0, -1)) payloads.push(...this.#whole('log', number));
    if (logs.length === 0) return { payloads, log: last, logBytes: 0 };
    const path = this.file('log', last);
    const bytes = readFileSync(path);
    const frames = readFrames(bytes, path);
    if (frames.end < bytes.length) truncateSync(path, frames.end);
    payloads.push(...frames.payloads);
    return { payloads, log: last, logBytes: frames.end };
  }

  /** Removes what the snapshot with this number has made history. */
  forgetBefore(number: number): void {
    for (const kind of ['log', 'snapshot'] as const) {
      for (const old of this.#numbers(kind)) if (old < number) rmSync(this.file(kind, old), { force: true });
    }
    for (const name of readdirSync(this.path)) if (name.endsWith('.part')) rmSync(join(this.path, name));
  }

  /** New and renamed files are there to stay only once their folder is on the disk. */
  sync(): void {
    const folder = openSync(this.path, constants.O_RDONLY);
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  release(): void {
    rmSync(join(this.path, 'lock'), { force: true });
  }

  /** A log that was begun and never written to leaves the one before it the last. */
  #logsFrom(snapshot: number): number[] {
    const logs = this.#numbers('log').filter((number) => number >= snapshot);
    while (logs.length > 1 && statSync(this.file('log', logs.at(-1)!)).size === 0)
      rmSync(this.file('log', logs.pop()!));
    return logs;
  }

  /** Only the last log may end in the middle of a frame. */
  #whole(kind: 'log' | 'snapshot', number: number): readonly Buffer[] {
    const path = this.file(kind, number);
    const bytes = readFileSync(path);
    const { payloads, end } = readFrames(bytes, path);
    if (end < bytes.length) throw new DamagedFile(path, end);
    return payloads;
  }

  #numbers(kind: 'log' | 'snapshot'): number[] {
    const pattern = new RegExp(`^${kind}-(\\d{6,})$`);
    const found = readdirSync(this.path).flatMap((name) => pattern.exec(name)?.[1] ?? []);
    return found.map(Number).sort((a, b) => a - b);
  }

  #lock(): void {
    const path = join(this.path, 'lock');
    for (;;) {
      try {
        const file = openSync(path, 'wx');
        writeSync(file, String(process.pid));
        closeSync(file);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = Number(readFileSync(path, 'utf8'));
      if (owner !== process.pid && isAlive(owner)) throw new Error(`process ${owner} is using it`);
      rmSync(path, { force: true });
    }
  }

  #stamp(): void {
    const path = join(this.path, 'version');
    const names = readdirSync(this.path).filter((name) => name !== 'lock');
    if (names.length === 0) {
      const file = openSync(path, 'wx');
      writeSync(file, version);
      fsyncSync(file);
      closeSync(file);
    } else if (!names.includes('version')) throw new Error('it holds other files; choose an empty folder');
    else if (readFileSync(path, 'utf8') !== version) throw new Error('another version of the simulator wrote it');
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One line for people, whatever the disk said. */
export function explained(path: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'it cannot be written to (EACCES)',
    EDQUOT: 'the quota of the disk is used up (EDQUOT)',
    ENOSPC: 'the disk is full (ENOSPC)',
    ENOTDIR: 'it is not a folder (ENOTDIR)',
    EEXIST: 'it is not a folder (EEXIST)',
    EPERM: 'it cannot be written to (EPERM)',
    EROFS: 'the disk is read-only (EROFS)',
  };
  return new Error(`Data folder ${path}: ${reasons[code ?? ''] ?? message}`, { cause });
}
