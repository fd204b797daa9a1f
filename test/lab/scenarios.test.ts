import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scenarios } from '../../lab/catalogue.ts';
import { page } from '../../lab/page.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { labBlock } from '../../scripts/lab-doc.ts';

const plain = { columns: 80, paint: (_emphasis: string, text: string) => text };
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe.each(scenarios)('the scenario $name', (scenario) => {
  test('shows what it says, in 80 columns, and its page shows the same', { timeout: 60_000 }, async () => {
    const story = await scenario.run();
    expect(story.claims.filter(({ holds }) => !holds)).toEqual([]);
    expect(story.claims.length).toBeGreaterThan(1);
    for (const { timeline } of story.sides) expect(timeline.length).toBeGreaterThan(1);
    for (const { values } of story.measures) expect(values).toHaveLength(story.sides.length);
    expect(widest(page(scenario, story, plain))).toBeLessThanOrEqual(80);
    const shown = readFileSync(join(repositoryRoot, scenario.page), 'utf8');
    expect(shown, 'run node scripts/lab-doc.ts').toContain(labBlock(scenario, story));
  });

  test('fits the list', () => {
    expect(scenario.summary.length).toBeLessThanOrEqual(60);
  });
});

test('a scenario tells the same every time', async () => {
  const { run } = scenarios.find(({ name }) => name === 'deduplication')!;
  expect(await run()).toEqual(await run());
});
