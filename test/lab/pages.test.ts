import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scenarios } from '../../lab/catalogue.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { withBlock } from '../../scripts/lab-doc.ts';

const folder = join(repositoryRoot, 'docs/patterns');
const pages = readdirSync(folder).filter((name) => name !== 'README.md');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** What every page answers, in this order. */
const headings = [
  'The problem',
  'Picture',
  'Construct',
  'Handler',
  'What can go wrong',
  'Limits',
  'What a million costs',
  'When not to',
  'Seen in the lab',
];

describe.each(pages)('docs/patterns/%s', (name) => {
  test('answers what every page answers', () => {
    const found = [...read(name).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(found).toEqual(headings);
  });

  test('is in the list of patterns, and shows a scenario', () => {
    expect(read('README.md')).toContain(`](${name})`);
    expect(scenarios.map(({ page }) => page)).toContain(`docs/patterns/${name}`);
  });
});

test('the field guide leads to every page and every scenario', () => {
  const guide = readFileSync(join(repositoryRoot, 'docs/field-guide.md'), 'utf8');
  for (const name of pages) expect(guide).toContain(`](patterns/${name})`);
});

test('a page without its block is found', () => {
  expect(() => withBlock('# Nothing\n', 'backoff', '')).toThrow('shows no output of "npx spillway lab backoff"');
});
