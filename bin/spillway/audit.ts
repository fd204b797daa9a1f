import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Options } from './command.ts';

/** Where records of what operators did are kept. They hold message bodies where those were deleted or edited. */
export const auditOption = {
  audit: { type: 'string', default: '.spillway/audit', value: 'DIR', about: 'folder of audit records' },
} as const satisfies Options;

/** What a record begins with. */
export interface Header {
  readonly what: 'redrive' | 'drop' | 'edit' | 'empty' | 'breaker';
  readonly by: string;
  readonly where: string;
  readonly at: string;
  readonly [detail: string]: unknown;
}

/** One line of a record. */
export type Line = Readonly<Record<string, unknown>>;

/**
 * The record of one change: a file of JSON lines, readable by its owner alone. What `secure` has written survives the
 * process and the machine; what `note` has written may be lost with them.
 */
export class Audit {
  readonly id: string;
  readonly file: string;
  readonly #handle: FileHandle;
  #lines: string[] = [];
  #syncing = Promise.resolve();
  #next: Promise<void> | undefined;

  private constructor(id: string, file: string, handle: FileHandle) {
    this.id = id;
    this.file = file;
    this.#handle = handle;
  }

  /** Starts a record, or goes on with one. */
  static async open(folder: string, id: string): Promise<Audit> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = fileOf(folder, id);
    const handle = await open(file, 'a', 0o600);
    // Where the process was killed while it wrote, the last line has no end.
    if ((await handle.stat()).size > 0) await handle.write('\n');
    return new Audit(id, file, handle);
  }

  static async start(
    folder: string,
    { at, ...header }: Omit<Header, 'by' | 'at'> & Pick<Header, 'what' | 'where'> & { readonly at: number },
  ): Promise<Audit> {
    const time = new Date(at).toISOString();
    const id = `${header.what}-${time.replaceAll(/[:.]/g, '-')}-${process.pid}`;
    const audit = await Audit.open(folder, id);
    await audit.secure({ ...header, by: userInfo().username, at: time });
    return audit;
  }

  /** Resolves when the line is on the disk. Lines that come while others are being synced share the next sync. */
  secure(line: Line): Promise<void> {
    this.#lines.push(`${JSON.stringify(line)}\n`);
    this.#next ??= this.#syncing.then(() => this.#sync());
    return this.#next;
  }

  async note(line: Line): Promise<void> {
    await this.#handle.write(`${JSON.stringify(line)}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #sync(): Promise<void> {
    const lines = this.#lines.join('');
    this.#lines = [];
    this.#syncing = this.#next ?? this.#syncing;
    this.#next = undefined;
    await this.#handle.write(lines);
    await this.#handle.datasync();
  }
}

function fileOf(folder: string, id: string): string {
  return join(folder, `${id}.jsonl`);
}

/**
 * The lines of a record. The last one may be half written, where the process was killed.
 *
 * @returns undefined where it is empty: nothing was done
 * @throws Error where there is no such record
 */
export function readAudit(
  folder: string,
  id: string,
): { readonly header: Header; readonly lines: readonly Line[] } | undefined {
  const file = fileOf(folder, id);
  if (!existsSync(file)) throw new Error(`there is no record ${id} in ${folder}`);
  const lines = readFileSync(file, 'utf8').split('\n').flatMap(parsed);
  if (lines.length === 0) return undefined;
  const [header, ...rest] = lines as [Header, ...Line[]];
  return { header, lines: rest };
}

/** Ids of the records in a folder, the newest first. */
export function auditIds(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .toSorted()
    .toReversed();
}

function parsed(line: string): Line[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Line];
  } catch {
    // Only the last line can be cut off, and what it would have told had not been secured.
    return [];
  }
}
