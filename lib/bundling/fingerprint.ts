import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'esbuild';

export function sha256(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** Counted up when a manifest changes its meaning, so that earlier bundles are not taken for new ones. */
const layout = '2';

/** What bundles depend on besides sources: which packages are installed, and how TypeScript is read. */
const settings = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json', 'tsconfig.json'];

/**
 * A name for what a build of these inputs gives.
 *
 * @param inputs paths relative to the root, as esbuild's metafile names them
 * @returns undefined where an input is gone
 */
export function fingerprint(root: string, options: object, inputs: readonly string[]): string | undefined {
  const sources = [...inputs].sort();
  if (!sources.every((source) => existsSync(join(root, source)))) return undefined;
  const present = settings.filter((file) => existsSync(join(root, file)));
  const contents = [...present, ...sources].flatMap((file) => [file, readFileSync(join(root, file))]);
  return sha256(layout, version, JSON.stringify(options).replaceAll(root, '.'), ...contents).slice(0, 32);
}
