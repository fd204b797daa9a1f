import { describe, expect, test } from 'vitest';
import { mutants } from './mutants.ts';
import { product } from './product.ts';
import { runOnce } from './run.ts';

/** Seeds within which every planted bug must be found. Most are found within ten. */
const limit = 2000;

describe('a deliberate bug is caught', () => {
  test('and there are enough of them', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(18);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  test.each(mutants)('$name', { timeout: 600_000 }, async (mutant) => {
    const simulated = await product(mutant);
    let seed = 1;
    while (seed <= limit) {
      const { violations, world } = await runOnce({ ...simulated, seed, faults: mutant.faults });
      const wrecked = world.history.of('lambda', 'failed').filter(({ reason }) => reason === 'ReferenceError');
      expect(wrecked, 'a bug is no wreck').toEqual([]);
      if (violations.length > 0) break;
      seed += 1;
    }
    expect(seed, `${mutant.name} survived ${limit} seeds`).toBeLessThanOrEqual(limit);
  });
});
