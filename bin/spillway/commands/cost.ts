import { command, exitCodes } from '../command.ts';
import { readCounts, type PipelineCounts } from '../cost/counts.ts';
import { naive, sum } from '../cost/naive.ts';
import { bill, priceDate, priceRegion, prices, times, total, type BillLine, type Quantities } from '../cost/prices.ts';
import { countOf } from '../terminal/count.ts';
import { table } from '../terminal/table.ts';

export const cost = command({
  usage: 'cost [options]',
  about: `Tells what the stack costs at rest and per million orders, videos and users, from requests counted in the simulation and AWS’s list prices of ${priceRegion} (${priceDate}, without free tiers), beside a naive design of the same work. Nothing is called. What is counted and what is assumed: docs/cost.md.`,
  options: {
    units: { type: 'string', default: '1000000', value: 'N', about: 'orders, videos or users to reckon with' },
    lines: { type: 'boolean', default: false, about: 'line by line' },
  },
  words: { least: 0, most: 0 },
  examples: ['cost', 'cost --units 50000 --lines', 'cost --json | jq .rest.dollars'],
  async run({ values, terminal }) {
    const units = countOf('--units', values.units);
    const { pipelines, rest } = readCounts();
    const priced = pipelines.map((pipeline) => price(pipeline, units));
    if (values.json) {
      terminal.print(JSON.stringify({ priceDate, priceRegion, units, rest: named(rest), pipelines: priced }));
      return exitCodes.done;
    }
    const rows = priced.flatMap(({ name, unit, alone, busy, naive: other }) => [
      [`${name}: ${units.toLocaleString('en')} ${unit}s, one by one`, money(alone.dollars)],
      ...(values.lines ? alone.lines.map(lineOf) : []),
      ['  many a second', money(busy.dollars)],
      ...(other === undefined ? [] : [['  a naive design, one by one', money(other.dollars)]]),
    ]);
    const restLines = named(rest);
    const all = [
      ['at rest, a month', money(restLines.dollars)],
      ...(values.lines ? restLines.lines.map(lineOf) : []),
      ...rows,
    ];
    const head = [
      { title: `AWS LIST PRICES ${priceRegion} ${priceDate}`, flexible: true },
      { title: 'USD', right: true },
    ];
    terminal.print(table(head, all, terminal.columns).join('\n'));
    return exitCodes.done;
  },
});

interface Priced {
  readonly dollars: number;
  readonly lines: readonly BillLine[];
}

function price({ name, unit, alone, busy }: PipelineCounts, units: number) {
  const steps = naive[name];
  return {
    name,
    unit,
    alone: named(times(alone.quantities, units)),
    busy: named(times(busy.quantities, units)),
    ...(steps !== undefined && { naive: named(times(sum(steps), units)) }),
  };
}

function named(quantities: Quantities): Priced {
  const lines = bill(quantities);
  return { dollars: total(lines), lines };
}

function lineOf({ price, quantity, dollars }: BillLine): string[] {
  return [`    ${Math.round(quantity).toLocaleString('en')} ${prices[price].unit}`, money(dollars)];
}

function money(dollars: number): string {
  return dollars.toFixed(2);
}
