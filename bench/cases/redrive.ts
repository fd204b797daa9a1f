import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { deadLetterQueueOf, putInto, startAccount, type Account } from '../../test/bin/account.ts';
import { orderCompleted, orderId } from '../../test/bin/messages.ts';
import type { BenchCase } from '../harness.ts';

const few = 2000;
const many = 10_000;

/** A dead-letter queue taken back to work, from one process to the engines in another, with nobody working it off. */
export const redriveCase: BenchCase = {
  name: 'redrive',
  about: `redrive of ${many} dead letters, and the memory that it takes`,
  async run() {
    const account = await startAccount();
    try {
      const small = await redrive(account, few);
      const large = await redrive(account, many);
      return [
        {
          name: `redrive of ${many}`,
          value: large.perSecond,
          unit: 'messages/s',
          limit: { sign: '≥', value: 1000 },
        },
        {
          name: `memory, redrive of ${many} / of ${few}`,
          value: large.megabytes / small.megabytes,
          unit: '×',
          limit: { sign: '≤', value: 1.5 },
        },
      ];
    } finally {
      await account.stop();
    }
  },
};

async function redrive(account: Account, count: number): Promise<{ perSecond: number; megabytes: number }> {
  const { deadLetterQueue } = await deadLetterQueueOf(account, 'sales');
  putInto(
    account,
    deadLetterQueue,
    Array.from({ length: count }, (_, index) => ({ body: orderCompleted(orderId(index)) })),
  );
  const audit = mkdtempSync(join(tmpdir(), 'bench-redrive-'));
  const command = [
    'dlq',
    'redrive',
    'sales',
    '--yes',
    '--no-plan',
    '--json',
    '--audit',
    audit,
    '--endpoint',
    account.url,
  ];
  const child = spawn(process.execPath, [join(repositoryRoot, 'bin', 'spillway.ts'), ...command]);
  let megabytes = 0;
  const watch = setInterval(() => (megabytes = Math.max(megabytes, peakMegabytes(child.pid!))), 20);
  try {
    const { done, seconds } = JSON.parse(await text(child.stdout)) as { done: number; seconds: number };
    if (done !== count) throw new Error(`${done} of ${count} were redriven`);
    return { perSecond: done / seconds, megabytes };
  } finally {
    clearInterval(watch);
    rmSync(audit, { recursive: true });
  }
}

function peakMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  const peak = existsSync(file) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return Number(peak ?? 0) / 1000;
}
