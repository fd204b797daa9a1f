import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCounts, type Counts } from '../../bin/spillway/cost/counts.ts';
import { bill, priceDate, prices, times, total, type Quantities } from '../../bin/spillway/cost/prices.ts';
import { naive, sum } from '../../bin/spillway/cost/naive.ts';
import { countRequests } from '../../scripts/count-requests.ts';
import { costDocument } from '../../scripts/cost-doc.ts';

/** A request more or less is no reason to write everything anew; a new step is. */
const tolerance = 0.15;

describe('counted requests', () => {
  const written = readCounts();
  let counted: Counts;
  beforeAll(async () => void (counted = await countRequests(6)));

  test('the committed counts are near what the code asks for now', () => {
    const again = 'run node scripts/count-requests.ts';
    const near = (now: Quantities, then: Quantities): void =>
      expect(Math.abs(total(bill(now)) / total(bill(then)) - 1), again).toBeLessThan(tolerance);
    expect(counted.pipelines.map(({ name }) => name)).toEqual(written.pipelines.map(({ name }) => name));
    counted.pipelines.forEach(({ alone, busy }, index) => {
      near(alone.quantities, written.pipelines[index]!.alone.quantities);
      near(busy.quantities, written.pipelines[index]!.busy.quantities);
    });
    near(counted.rest, written.rest);
  });

  test('a message of each queue on the way is received once and deleted once', () => {
    const { requests } = counted.pipelines[0]!.alone;
    expect(requests['sqs:ReceiveMessage (mapping)']).toBe(4);
    expect(requests['sqs:DeleteMessageBatch (mapping)']).toBe(4);
    expect(requests['execute-api:Invoke']).toBe(1);
  });

  test('many a second share batches and ask for no more', () => {
    const { alone, busy } = written.pipelines[0]!;
    expect(total(bill(busy.quantities))).toBeLessThanOrEqual(total(bill(alone.quantities)));
  });
});

describe('prices', () => {
  test('a bill is quantity times list price, the dearest first', () => {
    const lines = bill({ snsPublish: 2_000_000, dynamodbWriteUnit: 4_000_000, lambdaGigabyteSecond: 0 });
    expect(lines.map(({ price, dollars }) => [price, dollars])).toEqual([
      ['dynamodbWriteUnit', 2.5],
      ['snsPublish', 1],
      ['lambdaGigabyteSecond', 0],
    ]);
    expect(total(bill(times({ snsPublish: 1 }, 4_000_000)))).toBe(2);
  });

  test('each has a page of AWS’s to be checked against, and a date', () => {
    for (const [name, { source, dollars, per }] of Object.entries(prices)) {
      expect(source, name).toMatch(/^https:\/\/aws\.amazon\.com\/[\w/-]*pricing\//);
      expect(dollars * per, name).toBeGreaterThan(0);
    }
    expect(priceDate).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('the naive design is summed over its steps', () => {
    expect(sum(naive['orders']!)).toMatchObject({ httpApiRequest: 1, lambdaRequest: 5, sqsStandardRequest: 9 });
  });
});

test('docs/cost.md says what the counts say', () => {
  const bare = (text: string): string => text.replace(/[\s\\|:-]+/g, ' ');
  const document = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
  expect(bare(document), 'run node scripts/count-requests.ts').toBe(bare(costDocument(readCounts())));
});
