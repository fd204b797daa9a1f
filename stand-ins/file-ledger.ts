import { existsSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { memoryLedger, type Ledger, type Ledgers } from './ledger.ts';

interface Line<T> {
  readonly id: string;
  /** 1 for a new record. */
  readonly version: number;
  readonly value: T;
}

/**
 * Ledgers in a folder, a file of JSON lines each: a change is on the disk before it is answered. For one process at a
 * time; the folder is made with the first record.
 */
export function fileLedgers(folder: string): Ledgers {
  const open = new Map<string, Ledger<unknown>>();
  return <T>(name: string): Ledger<T> => {
    const ledger = open.get(name) ?? fileLedger<T>(folder, join(folder, `${name}.jsonl`));
    open.set(name, ledger);
    return ledger as Ledger<T>;
  };
}

function fileLedger<T>(folder: string, path: string): Ledger<T> {
  const { lines, bytes } = readLines<T>(path);
  const memory = memoryLedger<T>(lines.map(({ id, version, value }) => [id, { version, value }]));
  let file: number | undefined;
  const append = (line: Line<T>): void => {
    if (file === undefined) {
      mkdirSync(folder, { recursive: true });
      file = openSync(path, 'a');
      // What a crash cut off was never answered.
      ftruncateSync(file, bytes);
    }
    writeSync(file, `${JSON.stringify(line)}\n`);
    fdatasyncSync(file);
  };
  return {
    ...memory,
    putIfAbsent: async (id, value) => {
      const put = await memory.putIfAbsent(id, value);
      if (put) append({ id, version: 1, value });
      return put;
    },
    update: async (id, value, version) => {
      const updated = await memory.update(id, value, version);
      if (updated) append({ id, version: version + 1, value });
      return updated;
    },
  };
}

/** The whole lines of a file, and the bytes that they take. */
function readLines<T>(path: string): { readonly lines: readonly Line<T>[]; readonly bytes: number } {
  if (!existsSync(path)) return { lines: [], bytes: 0 };
  const content = readFileSync(path);
  const bytes = content.lastIndexOf('\n') + 1;
  const whole = content.subarray(0, bytes).toString('utf8').split('\n').slice(0, -1);
  return { lines: whole.map((line) => JSON.parse(line) as Line<T>), bytes };
}
