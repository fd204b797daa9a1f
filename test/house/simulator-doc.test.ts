import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apis, simulatorDocument } from '../../scripts/simulator-doc.ts';

/** The formatter pads columns and escapes. */
const bare = (text: string): string => text.replace(/[\s\\|-]+/g, ' ');

test('docs/simulator.md says what the code says', () => {
  const written = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
  expect(bare(written), 'run node scripts/simulator-doc.ts').toBe(bare(simulatorDocument()));
});

test('every action that is answered is one that AWS has', () => {
  for (const { title, all, emulated } of apis) {
    const known = new Set(all);
    const browsersOnly = title === 'S3' ? ['PostObject'] : [];
    expect(
      [...emulated].filter((name) => !known.has(name) && !browsersOnly.includes(name)),
      title,
    ).toEqual([]);
  }
});

test('every API is read from its SDK', () => {
  for (const { title, all, emulated } of apis) {
    expect(all.length, title).toBeGreaterThan(3);
    expect(emulated.size, title).toBeGreaterThan(0);
  }
});
