import { encodeFrame } from './frame.ts';

/** A file to append to; a `FileHandle` is one. */
export interface AppendFile {
  write(bytes: Buffer): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

export interface CommitLogOptions {
  /** Milliseconds since the epoch: each commit says when it was. */
  readonly now: () => number;
  /** The disk refused: nothing that comes can be acknowledged any more. */
  readonly onFailure: (error: unknown) => void;
}

/** Lines on their way to one file, as one frame. */
interface Batch {
  readonly file: AppendFile;
  readonly lines: string[];
  /** Whether nothing more will be written to the file. */
  readonly last: boolean;
  readonly done: Promise<void>;
  readonly resolve: () => void;
}

/**
 * Appends lines and syncs them to the disk in groups: while one group is being synced, the next one gathers. What was
 * appended without a pause, as by one action, is in one frame and so survives whole or not at all.
 */
export class CommitLog {
  readonly #options: CommitLogOptions;
  readonly #queue: Batch[] = [];
  #file: AppendFile;
  /** Where lines are gathered. */
  #open: Batch | undefined;
  #newest: Promise<void> = Promise.resolve();
  #running = false;
  /** Bytes in the present file. */
  size: number;

  /** @param size bytes that the file has */
  constructor(file: AppendFile, size: number, options: CommitLogOptions) {
    this.#file = file;
    this.size = size;
    this.#options = options;
  }

  append(line: string): void {
    this.#open ??= this.#begin(false);
    this.#open.lines.push(line);
  }

  /** Resolves once everything appended so far is on the disk; never, where the disk refused it. */
  committed(): Promise<void> {
    return this.#newest;
  }

  /** What is appended from here on goes to another file; what was appended before still goes to this one. */
  rotate(file: AppendFile): void {
    this.#begin(true);
    this.#open = undefined;
    this.#file = file;
    this.size = 0;
  }

  /** Commits everything and closes the file. */
  close(): Promise<void> {
    return this.#begin(true).done;
  }

  #begin(last: boolean): Batch {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const batch = { file: this.#file, lines: [], last, done, resolve };
    this.#queue.push(batch);
    this.#newest = done;
    if (!this.#running) {
      this.#running = true;
      // In a turn of its own: by then the action that changed something has changed everything it will.
      queueMicrotask(() => void this.#run());
    }
    return batch;
  }

  async #run(): Promise<void> {
    try {
      for (let batch = this.#queue.shift(); batch !== undefined; batch = this.#queue.shift()) {
        if (batch === this.#open) this.#open = undefined;
        if (batch.lines.length > 0) await this.#write(batch);
        if (batch.last) await batch.file.close();
        batch.resolve();
      }
      this.#running = false;
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  async #write({ file, lines }: Batch): Promise<void> {
    const frame = encodeFrame(Buffer.from([`@ ${this.#options.now()}`, ...lines].join('\n')));
    // A disk that is nearly full takes a part first.
    for (let offset = 0; offset < frame.length;) offset += (await file.write(frame.subarray(offset))).bytesWritten;
    await file.datasync();
    if (file === this.#file) this.size += frame.length;
  }
}
