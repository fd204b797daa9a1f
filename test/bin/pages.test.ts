import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { spillwayOn } from './account.ts';

/** Nobody answers there: a command that was understood fails, one that was not is wrong usage. */
const nowhere = 'http://127.0.0.1:9';
const wrongUsage = 2;

/** Command lines in a page: in a sentence, or after a prompt. */
function commandLines(page: string): string[] {
  const found = page.matchAll(/`spillway ([a-z][^`]+)`|^\s*\$ npx spillway (.+)$/gm);
  return [...new Set([...found].map(([, said, shown]) => (said ?? shown)!.replaceAll(/\s+/g, ' ')))];
}

const codeOf = async (line: string): Promise<number> => (await spillwayOn(nowhere, ...line.split(' '))).code;

describe.each(['docs/runbook.md', 'docs/operate.md'])('%s', (page) => {
  const lines = commandLines(readFileSync(join(repositoryRoot, page), 'utf8'));

  test('is read where its commands are', () => {
    expect(lines.length).toBeGreaterThan(5);
  });

  test.each(lines)('spillway %s is a command with these options', async (line) => {
    expect(await codeOf(line)).not.toBe(wrongUsage);
  });
});

test.each(['dlq redrive Q --fast', 'dlq mend Q', 'dlq show'])('spillway %s would be found in a page', async (line) => {
  const [found] = commandLines(`Type \`spillway ${line}\`.`);
  expect(await codeOf(found!)).toBe(wrongUsage);
});
