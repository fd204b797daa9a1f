import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { product, type Product } from './product.ts';
import { runOnce } from './run.ts';

const seeds = [3, 18];
const cli = fileURLToPath(new URL('cli.ts', import.meta.url));

async function elsewhere(environment: Record<string, string>): Promise<string> {
  const options = { env: { ...process.env, ...environment } };
  const args = [cli, '--seed', String(seeds[0]), '--seeds', '1', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return (JSON.parse(stdout) as { traceHash: string }).traceHash;
}

describe('I16: a seed tells the same story', () => {
  let simulated: Product;
  beforeAll(async () => {
    simulated = await product();
  });

  test.each(seeds)('twice in one process (%i)', async (seed) => {
    const first = await runOnce({ ...simulated, seed });
    const second = await runOnce({ ...simulated, seed });
    expect(second.traceHash).toBe(first.traceHash);
    expect(second.counts).toEqual(first.counts);
  });

  test('whatever ran before it', async () => {
    const alone = await runOnce({ ...(await product()), seed: 18 });
    expect((await runOnce({ ...simulated, seed: 18 })).traceHash).toBe(alone.traceHash);
  });

  test('in other processes, under other time zones and languages', async () => {
    const [here, there] = await Promise.all([
      elsewhere({ TZ: 'UTC', LANG: 'C' }),
      elsewhere({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }),
    ]);
    expect(there).toBe(here);
  });

  test('and another seed tells another', async () => {
    const [one, other] = [await runOnce({ ...simulated, seed: 1 }), await runOnce({ ...simulated, seed: 2 })];
    expect(other.traceHash).not.toBe(one.traceHash);
  });
});
