import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface FaultRow {
  readonly id: string;
  readonly inject: string;
  readonly expect: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const rows = JSON.parse(readFileSync(join(root, 'test/simulation/catalogue/rows.json'), 'utf8')) as FaultRow[];

/** Rows about parts that are not built yet. */
const later: Readonly<Record<string, string>> = {
  E03: 'videos',
  E04: 'videos',
  E06: 'videos',
  E08: 'videos',
  E09: 'videos',
  ...Object.fromEntries(rows.flatMap(({ id }) => (id.startsWith('V') ? [[id, 'videos']] : []))),
};

/** Test files by the row that a title in them begins with: `test('Q05: …'`. */
export function provedIn(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.test.ts')).toSorted()) {
    const source = readFileSync(join(root, 'test', file), 'utf8');
    for (const [, id] of source.matchAll(
      /(?:(?:test|it|describe|journey)[^\n]{0,200}?|^\]\))\(\s*['"`]([A-Z]\d\d): /gm,
    )) {
      found.set(id!, (found.get(id!) ?? new Set()).add(`test/${file}`));
    }
  }
  return found;
}

/** The text of `docs/faults.md`. */
export function faultsDocument(): string {
  const proved = provedIn();
  const where = (id: string): string => {
    const files = proved.get(id);
    if (files !== undefined)
      return [...files].map((file) => `[${file.replace(/^test\//, '')}](../${file})`).join('<br>');
    return later[id] === undefined ? 'open' : `later: ${later[id]}`;
  };
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return [
    '# Faults and where each is proved',
    '',
    'Generated from the titles of the tests by `node scripts/faults-doc.ts`. Besides these, every seed of `npm run simulate`',
    'mixes them.',
    '',
    '| Row | Fault | What has to happen | Proved in |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ id, inject, expect }) => `| ${id} | ${cell(inject)} | ${cell(expect)} | ${where(id)} |`),
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(join(root, 'docs/faults.md'), faultsDocument());
