import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** An import between files of ours, as paths from the root. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import, re-export and dynamic import of a file, as paths from the root. Packages are left out. */
export function importsOf(file: string, source: string): Import[] {
  const found = source.matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g);
  return [...found].map(([, path]) => ({ from: file, to: normalize(join(dirname(file), path!)) }));
}

/** All TypeScript files below a folder, as paths from the root. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules'));
}

/** Rooms of the house and the rooms each may reach into. Tests, benchmarks and scripts may reach everywhere. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  lambdas: ['contracts'],
  lib: ['contracts'],
  'stand-ins': [],
  local: [],
  simulation: ['local'],
  lab: ['contracts', 'lambdas', 'lib', 'local', 'simulation'],
  bin: ['contracts', 'lab', 'lambdas', 'lib', 'local', 'stand-ins'],
};

/** Imports that go through a wall. */
export function breaches(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to }) => {
    const [room, target] = [from.split('/')[0]!, to.split('/')[0]!];
    const allowed = mayImport[room];
    if (allowed === undefined || room === target || allowed.includes(target)) return [];
    return [`${from} imports ${to}`];
  });
}

export function allImports(root: string): Import[] {
  return Object.keys(mayImport)
    .flatMap((room) => sourceFiles(root, room))
    .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
}
