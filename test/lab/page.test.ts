import { expect, test } from 'vitest';
import { page } from '../../lab/page.ts';
import type { Line, Scenario, Story } from '../../lab/scenario.ts';
import { clockTime, span } from '../../lab/tell.ts';

const plain = { columns: 80, paint: (_emphasis: string, text: string) => text };
const lines = (count: number): Line[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * 1000, who: 'worker', what: `step ${index}` }));

function told(story: Partial<Story>): string {
  const scenario: Scenario = {
    name: 'planted',
    summary: 'nothing',
    setting: 'None.',
    page: 'docs/none.md',
    run: () => Promise.reject(new Error('not run')),
  };
  const side = { name: 'Only', how: 'So.', timeline: lines(2) };
  return page(scenario, { sides: [side], measures: [], claims: [], ...story }, plain);
}

test('a claim that does not hold is marked', () => {
  const claims = [
    { says: 'one', holds: true },
    { says: 'two', holds: false },
  ];
  expect(told({ claims })).toContain('  ✓ one\n  ✗ two\n');
});

test('a long timeline keeps both its ends and counts what is between', () => {
  const text = told({ sides: [{ name: 'Only', how: 'So.', timeline: lines(100) }] });
  expect(text).toContain('step 0\n');
  expect(text).toContain('step 99\n');
  expect(text).toContain('…  84 more');
  expect(text).not.toContain('step 50\n');
});

test('a line too long for the screen is cut, not wrapped', () => {
  const timeline = [{ at: 0, who: 'worker', what: 'x'.repeat(200) }];
  const cut = told({ sides: [{ name: 'Only', how: 'So.', timeline }] })
    .split('\n')
    .find((line) => line.includes('xxx'))!;
  expect(cut).toHaveLength(80);
  expect(cut.endsWith('…')).toBe(true);
});

test('times read as minutes and seconds, from an hour on as hours', () => {
  expect([0, 65_250, 3_725_000].map(clockTime)).toEqual(['0:00.000', '1:05.250', '1:02:05']);
  expect([26, 31_106, 720_000].map(span)).toEqual(['26 ms', '31.1 s', '12 min']);
});
