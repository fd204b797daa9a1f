import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { folderBlobs } from '../../local/services/s3/bodies/folder-blobs.ts';
import { startAccount } from '../../test/local/s3/account.ts';
import type { BenchCase } from '../harness.ts';

const bytes = 1024 ** 3;
const client = fileURLToPath(new URL('large-object-client.ts', import.meta.url));

/** The S3 engine under one large object, which a stock client in another process puts and gets. */
export const largeObjectCase: BenchCase = {
  name: 'object',
  about: 'an S3 object of 1 GiB put and got, and the memory that the engine takes for it',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-object-'));
    const account = await startAccount(folderBlobs(folder));
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
    try {
      const child = spawn(process.execPath, [client, account.url, String(bytes)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const { put, get } = JSON.parse(await text(child.stdout)) as { put: number; get: number };
      const rate = (milliseconds: number): number => bytes / 1024 ** 2 / (milliseconds / 1000);
      return [
        {
          name: 'memory for an object of 1 GiB, put and got',
          value: (most - before) / 1e6,
          unit: 'MB',
          limit: { sign: '≤', value: 150 },
        },
        { name: 'put of 1 GiB', value: rate(put), unit: 'MiB/s' },
        { name: 'get of 1 GiB', value: rate(get), unit: 'MiB/s' },
      ];
    } finally {
      clearInterval(watch);
      await account.stop();
      rmSync(folder, { recursive: true });
    }
  },
};
