import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsDocument, provedIn } from '../../scripts/faults-doc.ts';

/** The formatter pads columns. */
const unpadded = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

test('docs/faults.md says what the test titles say (node scripts/faults-doc.ts writes it)', () => {
  const written = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
  expect(unpadded(written)).toBe(unpadded(faultsDocument()));
});

test('a title that begins with a row proves that row', () => {
  expect([...provedIn().get('Q05')!]).toContain('test/simulation/catalogue/queues.test.ts');
});
