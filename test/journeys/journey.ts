import { afterAll, beforeAll, test } from 'vitest';
import { divergences } from './divergences.ts';
import { Shop } from './shop.ts';
import { startTarget, type Capability, type Target } from './target.ts';

/** Runs a file's journeys on one started target. */
export function journeys(): (
  title: string,
  story: (shop: Shop) => Promise<void>,
  needs?: readonly Capability[],
) => void {
  const name = process.env['SPILLWAY_TARGET'] ?? 'embedded';
  let target: Target;
  beforeAll(async () => {
    target = await startTarget();
  }, 60_000);
  afterAll(async () => {
    await target.stop();
  }, 30_000);
  return (title, story, needs = []) => {
    const divergence = divergences.find((each) => each.target === name && each.journey === title);
    const run = divergence === undefined ? test : test.fails;
    run(title, { timeout: 60_000 }, async (context) => {
      const missing = needs.filter((capability) => !target.capabilities.has(capability));
      if (missing.length > 0) return context.skip(`${target.name} has no ${missing.join(', ')}`);
      await story(new Shop(target));
    });
  };
}
