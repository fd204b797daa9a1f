import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A function's source relative to the repository's root, such as `lambdas/orders/process.ts`. */
export type Entry = string;

/**
 * Every function there is: a file in a folder of lambdas/ that exports `handler`. They are found before the first
 * construct asks for one, so that a single esbuild run can serve them all.
 */
export function findEntries(root: string): Entry[] {
  return readdirSync(join(root, 'lambdas'), { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .flatMap((folder) =>
      readdirSync(join(root, 'lambdas', folder.name))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `lambdas/${folder.name}/${file}`),
    )
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
