import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundleAhead, bundleAll } from '../../../lib/bundling/bundle.ts';
import { functionsRoot } from '../small-stack.ts';

const mail = 'lambdas/orders/mail.ts';
const order = 'lambdas/orders/process.ts';

let root: string;

function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  cpSync(functionsRoot, folder, { recursive: true, filter: (source) => !source.includes('.spillway') });
  return folder;
}

beforeEach(() => {
  root = project();
});
afterEach(() => rmSync(root, { recursive: true }));

const edit = (entry: string, text: string): void => writeFileSync(join(root, entry), text);
const hashes = () => Object.fromEntries([...bundleAll(root).byEntry].map(([entry, { hash }]) => [entry, hash]));
const bundleFolders = () => readdirSync(join(root, '.spillway', 'bundles')).filter((name) => !name.endsWith('.json'));

describe('bundleAll', () => {
  test('every file of lambdas/ that exports a handler becomes a function, and no other file', () => {
    edit('lambdas/orders/domain.ts', 'export const price = 1;\n');
    expect([...bundleAll(root).byEntry.keys()]).toEqual([
      'lambdas/operations/relay.ts',
      'lambdas/operations/sweep-outbox.ts',
      mail,
      order,
    ]);
  });

  test('a bundle is a CommonJS module with its source map', () => {
    const { folder } = bundleAll(root).byEntry.get(mail)!;
    const code = readFileSync(join(folder, 'index.js'), 'utf8');
    expect(code).toMatch(/module\.exports/);
    expect(code).toMatch(/sourceMappingURL=index\.js\.map/);
    const { sources } = JSON.parse(readFileSync(join(folder, 'index.js.map'), 'utf8')) as { sources: string[] };
    expect(sources).toEqual([`../../../../${mail}`]);
  });

  test('unchanged sources are not bundled again', () => {
    expect(bundleAll(root).built).toBe(true);
    expect(bundleAll(root).built).toBe(false);
  });

  test('an edit changes the hash of the functions it is part of, and of no other', () => {
    const before = hashes();
    edit(mail, 'export const handler = () => "changed";\n');
    const after = hashes();
    expect(after[mail]).not.toBe(before[mail]);
    expect(after[order]).toBe(before[order]);
  });

  test('an edit of a module changes the functions that import it', () => {
    edit('lambdas/orders/price.ts', 'export const price = 1;\n');
    edit(mail, "import { price } from './price.ts';\nexport const handler = () => price;\n");
    const before = hashes();
    edit('lambdas/orders/price.ts', 'export const price = 2;\n');
    const after = hashes();
    expect(after[mail]).not.toBe(before[mail]);
    expect(after[order]).toBe(before[order]);
  });

  test('a function more is bundled, though no known source changed', () => {
    bundleAll(root);
    edit('lambdas/orders/added.ts', 'export const handler = () => 1;\n');
    expect(bundleAll(root).byEntry.has('lambdas/orders/added.ts')).toBe(true);
  });

  test('other packages mean other bundles', () => {
    bundleAll(root);
    edit('package-lock.json', '{}');
    expect(bundleAll(root).built).toBe(true);
  });

  test('an edit taken back finds the bundles of before', () => {
    const source = readFileSync(join(root, mail), 'utf8');
    bundleAll(root);
    edit(mail, 'export const handler = () => "changed";\n');
    bundleAll(root);
    edit(mail, source);
    expect(bundleAll(root).built).toBe(false);
  });

  test('the same sources give the same hash in any folder', () => {
    const elsewhere = project();
    try {
      const there = [...bundleAll(elsewhere).byEntry.values()].map(({ hash }) => hash);
      expect(Object.values(hashes())).toEqual(there);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test('a source that does not build is an error with file and line, and leaves nothing behind', () => {
    edit(mail, 'export const handler = () => {\n  return absent(;\n};\n');
    expect(() => bundleAll(root)).toThrow(/Bundling failed[^]*lambdas\/orders\/mail\.ts:2:16/);
    expect(bundleFolders()).toEqual([]);
  });

  test('what was bundled ahead is not bundled again', async () => {
    await bundleAhead(root);
    expect(bundleAll(root).built).toBe(false);
  });

  test('bundled ahead or not, the hashes are the same', async () => {
    const before = hashes();
    rmSync(join(root, '.spillway'), { recursive: true });
    await bundleAhead(root);
    expect(hashes()).toEqual(before);
  });

  test('a source that does not build is the same error ahead, and leaves nothing behind', async () => {
    edit(mail, 'export const handler = () => {\n  return absent(;\n};\n');
    await expect(bundleAhead(root)).rejects.toThrow(/Bundling failed[^]*lambdas\/orders\/mail\.ts:2:16/);
    expect(bundleFolders()).toEqual([]);
  });

  test('processes that bundle at the same time agree', async () => {
    const program = `import { bundleAhead, bundleAll } from ${JSON.stringify(join(import.meta.dirname, '../../../lib/bundling/bundle.ts'))};
      console.log(JSON.stringify([...bundleAll(${JSON.stringify(root)}).byEntry.values()]));`;
    const run = promisify(execFile);
    const outputs = await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '--eval', program])),
    );
    const [first, ...others] = outputs.map(({ stdout }) => stdout);
    expect(others).toEqual([first, first]);
    expect(bundleFolders()).toHaveLength(1);
    for (const { folder } of JSON.parse(first!) as { folder: string }[]) expect(existsSync(folder)).toBe(true);
  });
});
