import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bill, times, type Quantities } from '../../bin/spillway/cost/prices.ts';
import { scenarios } from '../../lab/catalogue.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { withBlock } from '../../scripts/lab-doc.ts';

const folder = join(repositoryRoot, 'docs/patterns');
const pages = readdirSync(folder).filter((name) => name !== 'README.md');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** What every page answers, in this order. */
const headings = [
  'The problem',
  'Picture',
  'Construct',
  'Handler',
  'What can go wrong',
  'Limits',
  'What a million costs',
  'When not to',
  'Seen in the lab',
];

/** Dollars for a million, from the quantities of one. */
function million(quantities: Quantities): string {
  return (bill(quantities).reduce((sum, { dollars }) => sum + dollars, 0) * 1_000_000).toFixed(2);
}

/** 512 MB for 50 ms, a tenth of an invocation: receive and delete in batches of ten. */
const run = { lambdaRequest: 0.1, lambdaGigabyteSecond: 0.025 };
const received = { ...run, sqsStandardRequest: 0.2 };

/** What pages say a million costs, and of what. */
const sums: readonly (readonly [string, Quantities])[] = [
  ['README.md', { ...run, sqsStandardRequest: 1.2 }],
  ['point-to-point.md', { ...run, sqsStandardRequest: 0.3 }],
  ['pub-sub.md', received],
  ['pub-sub.md', { snsPublish: 1, lambdaRequest: 0.3, lambdaGigabyteSecond: 0.075, sqsStandardRequest: 0.6 }],
  ['fifo.md', { ...run, sqsFifoRequest: 1.2 }],
  ['idempotency.md', { dynamodbWriteUnit: 4 }],
  ['idempotency.md', { dynamodbWriteUnit: 2 }],
  ['deduplication.md', { dynamodbWriteUnit: 1 }],
  [
    'batching.md',
    { dynamodbWriteUnit: 1, lambdaRequest: 0.01, sqsStandardRequest: 0.02, lambdaGigabyteSecond: 0.0005 },
  ],
  ['claim-check.md', { s3Put: 1, s3Get: 1 }],
  ['delays.md', { ...run, sqsStandardRequest: 1.2, schedule: 1 }],
  ['delays.md', times({ ...run, sqsStandardRequest: 1.2 }, 96)],
  ['breaker.md', { dynamodbReadUnit: 1 }],
  ['request-reply.md', { dynamodbReadUnit: 1 }],
  ['outbox.md', { dynamodbWriteUnit: 6 }],
];

test.each(sums)('a sum of docs/patterns/%s follows from the price list', (name, quantities) => {
  expect(read(name)).toContain(million(quantities));
});

describe.each(pages)('docs/patterns/%s', (name) => {
  test('answers what every page answers', () => {
    const found = [...read(name).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(found).toEqual(headings);
  });

  test('is in the list of patterns, and shows a scenario', () => {
    expect(read('README.md')).toContain(`](${name})`);
    expect(scenarios.map(({ page }) => page)).toContain(`docs/patterns/${name}`);
  });
});

test('the field guide leads to every page and every scenario', () => {
  const guide = readFileSync(join(repositoryRoot, 'docs/field-guide.md'), 'utf8');
  for (const name of pages) expect(guide).toContain(`](patterns/${name})`);
});

test('a page without its block is found', () => {
  expect(() => withBlock('# Nothing\n', 'backoff', '')).toThrow('shows no output of "npx spillway lab backoff"');
});
