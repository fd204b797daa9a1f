import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { both, type Both, type Side } from './both.ts';
import { queuesWrong, topicsWrong, type Wrong } from './fauxqs-is-wrong.ts';

let sides: Both;
beforeAll(async () => {
  sides = await both();
});
afterAll(() => sides.stop());

const wrongs = [...queuesWrong, ...topicsWrong];

async function result(wrong: Wrong, side: Side): Promise<unknown> {
  try {
    return await wrong.run(side);
  } catch (error) {
    return (error as Error).name;
  }
}

test.each(wrongs.map((wrong) => [wrong.what, wrong] as const))('fauxqs %s', async (_what, wrong) => {
  expect(await result(wrong, sides.ours)).toEqual(wrong.ours);
  expect(await result(wrong, sides.theirs)).toEqual(wrong.theirs);
});

test('docs/peers.md lists where fauxqs is wrong, with the page that says so', () => {
  const listed = readFileSync(new URL('../../../docs/peers.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  for (const { what, page } of wrongs) expect(listed).toContain(`| ${what} | ${page} |`);
});
