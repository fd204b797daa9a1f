import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A function's source relative to the repository's root, such as `lambdas/orders/process.ts`. */
export type Entry = string;

/**
 * Every function there is: a file in a folder of lambdas/, or in stand-ins/, that exports `handler`. They are found
 * before the first construct asks for one, so that a single esbuild run can serve them all.
 */
export function findEntries(root: string): Entry[] {
  const pipelines = readdirSync(join(root, 'lambdas'), { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .map((folder) => `lambdas/${folder.name}`);
  return [...pipelines, 'stand-ins']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.ts'))
    .filter((entry) =>
      /^export (const|async function|function) handler\b/m.test(readFileSync(join(root, entry), 'utf8')),
    )
    .sort();
}

/** `lambdas/orders/process.ts` → `orders-process`: the function's folder among the bundles. */
export function functionName(entry: Entry): string {
  return entry
    .replace(/^lambdas\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');
}
