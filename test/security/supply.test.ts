import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  /** Comes inside the package it lies under, whose integrity covers it. */
  readonly inBundle?: boolean;
}

const lock = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, Locked>>;
};
const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
  dependencies: Readonly<Record<string, string>>;
  devDependencies: Readonly<Record<string, string>>;
};

const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

/**
 * Licences under which anything may be used here. Mozilla's and Python's ask nothing of whoever uses a package unchanged.
 */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Programs that are run as they are, in a process of their own, and linked to nothing: their licence ends there. */
const programs = /^@(ffmpeg|ffprobe)-installer\//;

function allows(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((licence) => permissive.has(licence.trim())));
}

describe('what is installed', () => {
  test('every package is pinned by its content', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(
      packages
        .filter(([, { link, inBundle }]) => link !== true && inBundle !== true)
        .filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
        .map(([path]) => path),
    ).toEqual([]);
  });

  test('no package comes from an address of its own', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  test('versions are exact', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('every licence lets us use it', () => {
    const refused = packages.flatMap(([path, { license = 'none told' }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return allows(license) || programs.test(name) ? [] : [`${name}: ${license}`];
    });
    expect([...new Set(refused)]).toEqual([]);
  });

  test.each(['AGPL-3.0-only', 'GPL-3.0-only', 'SEE LICENSE IN LICENSE', 'MIT AND GPL-2.0-only'])(
    '%s would be refused',
    (licence) => {
      expect(allows(licence)).toBe(false);
    },
  );

  test('the bill of materials names every production dependency', () => {
    const bill = JSON.parse(
      execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 64 << 20 }),
    ) as { components: { name: string; version: string; purl: string }[] };
    const named = new Set(bill.components.map(({ purl }) => purl));
    const missing = Object.entries(manifest.dependencies).filter(
      ([name, version]) => !named.has(`pkg:npm/${name.replace('@', '%40')}@${version}`),
    );
    expect(missing).toEqual([]);
  });
});
