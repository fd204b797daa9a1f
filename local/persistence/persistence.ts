import { createWriteStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CommitLog } from './commit-log.ts';
import { explained, type DataFolder, type Loaded } from './data-folder.ts';
import { durableEngines, type DurableEngine } from './engines.ts';
import { encodeFrame } from './frame.ts';
import { StackLedger, type Deployed } from './stack-ledger.ts';
import type { Cloud } from '../services/cloud.ts';

export interface PersistenceOptions {
  readonly folder: DataFolder;
  /** What the folder held. */
  readonly loaded: Loaded;
  readonly now: () => number;
  /** Takes the clock to where the last run left it, where that was ahead. */
  readonly catchUp: (time: number) => void | Promise<void>;
  /** The disk refused a write: one line for people. No request is answered any more. */
  readonly onFailure: (error: Error) => void;
  /**
   * Bytes of log after which the state is written anew.
   *
   * @default 67108864
   */
  readonly compactAt?: number;
}

const snapshotLines = 1000;

/** Keeps the engines' state on the disk: restored on start, then every change before its request is answered. */
export class Persistence {
  readonly #options: PersistenceOptions;
  readonly #engines: Readonly<Record<string, DurableEngine>>;
  readonly #cloud: Cloud;
  readonly #ledger: StackLedger;
  readonly #log: CommitLog;
  #number: number;
  #compacting: Promise<void> | undefined;

  private constructor(cloud: Cloud, options: PersistenceOptions, ledger: StackLedger, log: CommitLog, number: number) {
    this.#cloud = cloud;
    this.#options = options;
    this.#ledger = ledger;
    this.#engines = { ...durableEngines(cloud), stacks: ledger };
    this.#log = log;
    this.#number = number;
  }

  /** Restores `cloud`, which must be new, and records what changes from then on. */
  static async start(cloud: Cloud, options: PersistenceOptions): Promise<Persistence> {
    const { folder, now, loaded } = options;
    const ledger = new StackLedger();
    const { payloads, log: number, logBytes } = loaded;
    await replay(payloads, { ...durableEngines(cloud), stacks: ledger }, options.catchUp);
    const fail = (error: unknown): void => options.onFailure(explained(folder.path, error));
    try {
      const file = await open(folder.file('log', number), 'a');
      folder.sync();
      const log = new CommitLog(file, logBytes, { now, onFailure: fail });
      const persistence = new Persistence(cloud, options, ledger, log, number);
      persistence.#record();
      return persistence;
    } catch (cause) {
      throw explained(folder.path, cause);
    }
  }

  /** The stacks were deployed: what an earlier deployment made and this one did not is removed. */
  deployed(resources: readonly Deployed[]): void {
    this.#ledger.deployed(resources, this.#cloud);
  }

  /** Resolves once every change so far is on the disk. */
  async committed(): Promise<void> {
    await this.#log.committed();
    if (this.#log.size >= (this.#options.compactAt ?? 64 * 1024 * 1024)) void this.compact();
  }

  /** Writes the state anew and drops the log that led to it. Requests go on meanwhile. */
  compact(): Promise<void> {
    this.#compacting ??= this.#compact()
      .catch((error: unknown) => this.#options.onFailure(explained(this.#options.folder.path, error)))
      .finally(() => (this.#compacting = undefined));
    return this.#compacting;
  }

  async close(): Promise<void> {
    await this.#compacting;
    await this.#log.close();
    this.#options.folder.release();
  }

  #record(): void {
    for (const [name, engine] of Object.entries(this.#engines)) {
      const prefix = `${name} `;
      engine.listen((change) => this.#log.append(prefix + JSON.stringify(change)));
    }
  }

  async #compact(): Promise<void> {
    const { folder } = this.#options;
    const number = this.#number + 1;
    const file = await open(folder.file('log', number), 'a');
    // Without a pause: what changes from here on is in the new log, and nothing before.
    this.#log.rotate(file);
    const frames = [...this.#snapshot()];
    this.#number = number;
    folder.sync();
    const path = folder.file('snapshot', number);
    await pipeline(frames, createWriteStream(`${path}.part`, { flush: true }));
    await rename(`${path}.part`, path);
    folder.sync();
    folder.forgetBefore(number);
  }

  *#snapshot(): Generator<Buffer> {
    let lines = [`@ ${this.#options.now()}`];
    for (const [name, engine] of Object.entries(this.#engines)) {
      for (const change of engine.snapshot()) {
        lines.push(`${name} ${JSON.stringify(change)}`);
        if (lines.length < snapshotLines) continue;
        yield encodeFrame(Buffer.from(lines.join('\n')));
        lines = [];
      }
    }
    yield encodeFrame(Buffer.from(lines.join('\n')));
  }
}

async function replay(
  payloads: readonly Buffer[],
  engines: Readonly<Record<string, DurableEngine>>,
  catchUp: PersistenceOptions['catchUp'],
): Promise<void> {
  // First, so that nothing that is restored seems to lie in the future.
  const times = payloads.map(timeOf).filter((time) => time !== undefined);
  if (times.length > 0) await catchUp(Math.max(times[0]!, times.at(-1)!));
  for (const payload of payloads) {
    for (const line of payload.toString('utf8').split('\n')) {
      const gap = line.indexOf(' ');
      engines[line.slice(0, gap)]?.restore(JSON.parse(line.slice(gap + 1)) as object);
    }
  }
}

/** When a commit was, from its first line. */
function timeOf(payload: Buffer): number | undefined {
  const [, time] = /^@ (\d+)/.exec(payload.toString('latin1', 0, 32)) ?? [];
  return time === undefined ? undefined : Number(time);
}
