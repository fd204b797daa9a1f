import { createHash } from 'node:crypto';
import { compare, comparisonTable } from './comparison.ts';
import { readOptions, usage, type Options } from './options.ts';
import { product } from './product.ts';
import { recordRegression } from './regressions.ts';
import { failureReport, summary } from './report.ts';
import { runOnce, type RunOptions, type RunResult } from './run.ts';
import { shrink } from './shrink.ts';
import { add, emptyTally } from './tally.ts';

/** Failures that one command tells in full; each costs a minute of shrinking. */
const told = 3;

// No report shows a stack trace, and making them is a tenth of a run.
Error.stackTraceLimit = 0;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function main(options: Options): Promise<number> {
  if (options.help) {
    print(usage);
    return 0;
  }
  const say = options.json ? () => undefined : print;
  if (options.fresh) say(`base seed ${options.base}`);
  if (options.compare) return compareVariants(options);
  return search(options, say);
}

async function compareVariants({ base, seeds, orders, faults, json }: Options): Promise<number> {
  const rows = await compare({ base, seeds, orders, faults });
  print(json ? JSON.stringify({ base, seeds, orders, rows }, undefined, 2) : comparisonTable(rows));
  return 0;
}

async function search(options: Options, say: (text: string) => void): Promise<number> {
  const { base, seeds, orders, faults, mutant } = options;
  const simulated = await product(...(mutant === undefined ? [] : [mutant]));
  const tally = emptyTally();
  const trace = createHash('sha256');
  const failures: { seed: number; report: string }[] = [];
  const failedSeeds: number[] = [];
  const started = performance.now();
  // A long run may be ended early and still says what it found.
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  for (let seed = base; seed < base + seeds && !stop.signal.aborted; seed++) {
    const run: RunOptions = { ...simulated, seed, orders, faults };
    const result = await runOnce(run);
    add(tally, result);
    trace.update(result.traceHash);
    progress(options, tally.runs);
    if (result.violations.length === 0) continue;
    failedSeeds.push(seed);
    if (failures.length < told) failures.push({ seed, report: await tell(options, run, result) });
    if (mutant !== undefined) break;
  }
  const milliseconds = performance.now() - started;
  if (options.json)
    print(
      JSON.stringify(
        { base, orders, ...tally, milliseconds, traceHash: trace.digest('hex'), failedSeeds, failures },
        undefined,
        2,
      ),
    );
  for (const { report } of failures) say(`\n${report}`);
  if (failedSeeds.length > failures.length) say(`\nfailed: ${failedSeeds.join(' ')}`);
  say(`\n${summary(tally, milliseconds)}`);
  if (mutant !== undefined) say(failures.length > 0 ? `${mutant.name} was caught` : `${mutant.name} survived`);
  return failures.length > 0 === (mutant !== undefined) ? 0 : 1;
}

async function tell(options: Options, run: RunOptions, result: RunResult): Promise<string> {
  const small = await shrink(run, result);
  const { id, what } = small.result.violations[0]!;
  if (options.record && options.mutant === undefined) {
    recordRegression({ seed: run.seed, orders: small.orders, faults: small.faults, broke: id, what });
  }
  return failureReport(run.seed, small);
}

function progress({ seeds, json }: Options, runs: number): void {
  if (json || !process.stdout.isTTY || runs % 10 !== 0) return;
  process.stdout.write(`\r${runs} of ${seeds}${runs === seeds ? '\n' : ''}`);
}
