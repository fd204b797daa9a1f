import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundleAll } from '../../lib/bundling/bundle.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';

/** Kilobytes, compressed, that a function may have: what is downloaded and parsed at every cold start. */
const limits: Readonly<Record<string, number>> = {
  'lambdas/orders/process.ts': 125,
  // With the client of S3.
  'lambdas/videos/create.ts': 150,
  'lambdas/videos/file.ts': 150,
  'lambdas/videos/plan.ts': 175,
  'lambdas/videos/transcode.ts': 175,
};
const limitOfOthers = 125;

describe('bundles', () => {
  const { byEntry } = bundleAll(repositoryRoot);
  const kilobytes = (folder: string): number => gzipSync(readFileSync(join(folder, 'index.js'))).length / 1000;

  test('every function fits its budget', () => {
    const over = [...byEntry.values()]
      .map(({ entry, folder }) => ({ entry, size: kilobytes(folder), limit: limits[entry] ?? limitOfOthers }))
      .filter(({ size, limit }) => size > limit);
    expect(over).toEqual([]);
  });

  test('the check measures real bundles: the order consumer holds the SDK and Powertools', () => {
    const { folder } = byEntry.get('lambdas/orders/process.ts')!;
    expect(kilobytes(folder)).toBeGreaterThan(60);
    expect(readFileSync(join(folder, 'index.js'), 'utf8')).toMatch(/TransactWriteItems/);
  });

  test('each function has a source map, and no source of ours inside it', () => {
    for (const { folder } of byEntry.values()) {
      const map = JSON.parse(readFileSync(join(folder, 'index.js.map'), 'utf8')) as {
        sources: string[];
        sourcesContent?: unknown;
      };
      expect(map.sources.length).toBeGreaterThan(5);
      expect(map.sourcesContent).toBeUndefined();
    }
  });
});
