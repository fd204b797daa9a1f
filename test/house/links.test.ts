import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { anchors, deadLinks, linksOf, pages, undefinedReferences } from './markdown.ts';

const links = pages(repositoryRoot).flatMap((file) => linksOf(file, readFileSync(join(repositoryRoot, file), 'utf8')));

test('every link of every page leads to a file, and to a heading where it names one', () => {
  expect(deadLinks(repositoryRoot, links)).toEqual([]);
});

test('every reference is defined on its page', () => {
  for (const file of pages(repositoryRoot)) {
    expect(undefinedReferences(readFileSync(join(repositoryRoot, file), 'utf8')), file).toEqual([]);
  }
  expect(undefinedReferences('[a][known] [b][lost]\n\n[known]: x.md\n')).toEqual(['lost']);
});

test('the check has read the pages', () => {
  expect(new Set(links.map(({ from }) => from)).size).toBeGreaterThan(5);
  expect(links.length).toBeGreaterThan(100);
});

test('planted dead links are found', () => {
  const planted = linksOf(
    'docs/planted.md',
    '[a](nowhere.md) [b](../README.md#nowhere) [c](#nowhere) [ok](../README.md)',
  );
  expect(planted).toHaveLength(4);
  const dead = deadLinks(repositoryRoot, planted.slice(0, 2));
  expect(dead).toEqual([
    'docs/planted.md: nowhere.md leads to no file',
    'docs/planted.md: ../README.md#nowhere leads to no heading',
  ]);
});

test('headings get the ids that GitHub gives them', () => {
  const text =
    '# What it costs, a `million`\n## When not to\n## When not to\n## [Linked](x.md) – dash\n```\n# no heading\n```\n';
  expect([...anchors(text)]).toEqual(['what-it-costs-a-million', 'when-not-to', 'when-not-to-1', 'linked--dash']);
});

test('links in code are no links', () => {
  expect(linksOf('a.md', '`[x](y)`\n```\n[x](y)\n```\n[web](https://example.com)')).toEqual([]);
});
