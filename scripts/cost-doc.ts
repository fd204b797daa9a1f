import { assumptions } from '../bin/spillway/cost/assumptions.ts';
import type { Counts, PipelineCounts } from '../bin/spillway/cost/counts.ts';
import { naive, sum } from '../bin/spillway/cost/naive.ts';
import {
  bill,
  priceDate,
  priceRegion,
  prices,
  times,
  total,
  type PriceName,
  type Quantities,
} from '../bin/spillway/cost/prices.ts';

const million = 1_000_000;

/** The text of `docs/cost.md`. */
export function costDocument({ pipelines, rest }: Counts): string {
  const { millisecondsPerInvocation, logBytesPerInvocation, idlePollers, pollSeconds } = assumptions;
  return [
    '# Cost',
    '',
    'Written by `node scripts/count-requests.ts`; a test counts again and compares. `npx spillway cost` prints the sums.',
    '',
    `Prices are AWS list prices of ${priceRegion}, written down on ${priceDate} in`,
    '[prices.ts](../bin/spillway/cost/prices.ts) with their pages, without free tiers, data transfer and taxes. **They have not',
    'been compared with a bill**: nothing here has run on an AWS account.',
    '',
    '## At rest',
    '',
    'A month in which nobody comes, from the local stage’s template. Storage is nothing yet.',
    '',
    ...billTable([['a month', rest]]),
    '',
    ...pipelines.flatMap(pipelineSection),
    '## Counted, assumed, left out',
    '',
    '- Counted: every request of the real handlers through the real SDK to the simulator’s engines, with the capacity units',
    '  that DynamoDB reports; invocations; for every ten messages of a mapping’s batch a receive and a deletion.',
    `- Assumed: ${millisecondsPerInvocation} ms billed for an invocation, ${logBytesPerInvocation} bytes that Lambda logs about it, ${idlePollers} pollers of an idle mapping,`,
    `  each asking every ${pollSeconds} seconds (per AWS docs Lambda starts with five; that FIFO queues have as many is a guess).`,
    '- A batched publish counts as one, as long as it is within 64 KB.',
    '- Not counted yet: videos, whose transcoding the in-process host does not run.',
    '- Left out: cold starts, retries, storage, KMS requests, custom metrics (0.30 USD each a month), what sweepers read, the',
    '  providers’ own prices, and reading orders back.',
    '- The naive design is reckoned step by step in [naive.ts](../bin/spillway/cost/naive.ts). It is cheaper where it does',
    '  less: it has no outbox, no sweeper and no failure records, and loses and doubles accordingly.',
    '',
  ].join('\n');
}

function pipelineSection({ name, unit, alone, busy }: PipelineCounts): string[] {
  const steps = naive[name];
  const columns: [string, Quantities][] = [
    ['one by one', times(alone.quantities, million)],
    ['many a second', times(busy.quantities, million)],
    ...(steps === undefined ? [] : [['naive, one by one', times(sum(steps), million)] as [string, Quantities]]),
  ];
  const actions = [...new Set([...Object.keys(alone.requests), ...Object.keys(busy.requests)])].toSorted();
  return [
    `## A million ${unit}s`,
    '',
    ...billTable(columns),
    '',
    `Requests for one ${unit}:`,
    '',
    '| Request | One by one | Many a second |',
    '| --- | ---: | ---: |',
    ...actions.map((action) => `| \`${action}\` | ${alone.requests[action] ?? 0} | ${busy.requests[action] ?? 0} |`),
    '',
  ];
}

function billTable(columns: readonly (readonly [string, Quantities])[]): string[] {
  const bills = columns.map(([, quantities]) => bill(quantities));
  const names = [...new Set(bills.flatMap((lines) => lines.map(({ price }) => price)))];
  const cell = (name: PriceName, index: number): string => {
    const line = bills[index]!.find(({ price }) => price === name);
    if (line === undefined || line.quantity === 0) return '';
    const quantity = line.quantity.toLocaleString('en', { maximumSignificantDigits: 4 });
    return `${quantity} · ${line.dollars.toFixed(2)}`;
  };
  return [
    `| Quantity · USD | ${columns.map(([title]) => title).join(' | ')} |`,
    `| --- | ${columns.map(() => '---:').join(' | ')} |`,
    ...names
      .filter((name) => columns.some((_, index) => cell(name, index) !== ''))
      .map(
        (name) =>
          `| [${prices[name].unit}](${prices[name].source}) | ${columns.map((_, index) => cell(name, index)).join(' | ')} |`,
      ),
    `| **Sum** | ${bills.map((lines) => `**${total(lines).toFixed(2)}**`).join(' | ')} |`,
  ];
}
