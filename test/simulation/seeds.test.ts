import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshSeed } from '../../local/clock/random.ts';
import { faultKinds } from './fault-plan.ts';
import { product, type Product } from './product.ts';
import { regressions } from './regressions.ts';
import { runOnce } from './run.ts';
import type { Tally } from './tally.ts';

/** `.ci/run` asks for 500. */
const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 40);
const base = Number(process.env['SIMULATION_BASE'] ?? freshSeed());
const shards = Math.min(availableParallelism(), 4, seeds);
const cli = fileURLToPath(new URL('cli.ts', import.meta.url));

interface Answer extends Tally {
  readonly failures: readonly { readonly report: string }[];
}

/** In a process of its own: all cores at work, and no test runner between the modules. */
function search(from: number, count: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const args = [cli, '--json', '--seed', String(from), '--seeds', String(count)];
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr, { cause: error }));
      else resolve(JSON.parse(stdout) as Answer);
    });
  });
}

describe('the promise', () => {
  let simulated: Product;
  beforeAll(async () => {
    simulated = await product();
  });

  test.each(regressions())('seed $seed no longer breaks $broke ($what)', async ({ seed, orders, faults }) => {
    expect((await runOnce({ ...simulated, seed, orders, faults })).violations).toEqual([]);
  });

  test(`holds over ${seeds} fresh seeds from ${base}`, { timeout: 900_000 }, async () => {
    const share = Math.ceil(seeds / shards);
    const answers = await Promise.all(
      Array.from({ length: shards }, (_, shard) => search(base + shard * share, share)),
    );
    process.stdout.write(`base seed ${base}, ${shards} × ${share} seeds\n`);
    for (const { failures } of answers) expect(failures.map(({ report }) => report).join('\n')).toBe('');
    const sum = (of: (tally: Tally) => number): number => answers.reduce((total, answer) => total + of(answer), 0);
    expect(sum(({ failed }) => failed)).toBe(0);
    expect(sum(({ counts }) => counts.accepted)).toBeGreaterThan(sum(({ counts }) => counts.attempted) * 0.9);
    const idle = seeds < 40 ? [] : faultKinds.filter((kind) => sum(({ injected }) => injected[kind]) === 0);
    expect(idle, 'faults that never struck').toEqual([]);
  });

  test('holds without any fault, and then nothing is retried or set aside', async () => {
    const { violations, world } = await runOnce({ ...simulated, seed: 7, faults: [] });
    expect(violations).toEqual([]);
    expect(world.history.of('lambda', 'failed')).toEqual([]);
    expect(world.history.of('sqs', 'dead-lettered')).toEqual([]);
    // One of the films cannot be transcoded, whatever is tried.
    const errors = world.history.logs.filter(
      ({ level, fields }) => level === 'ERROR' && fields['reason'] !== 'transcode-failed',
    );
    expect(errors).toEqual([]);
  });
});
