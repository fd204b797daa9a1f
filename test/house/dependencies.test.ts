import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { sourceFiles } from './imports.ts';

const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

/** What the project promises to stand on, and where it must be in use. */
const promised: Readonly<Record<string, readonly string[]>> = {
  'aws-cdk-lib': ['lib', 'bin'],
  constructs: ['lib'],
  '@aws-sdk/client-sqs': ['lambdas'],
  '@aws-sdk/client-sns': ['lambdas'],
  '@aws-lambda-powertools/batch': ['lambdas/messaging'],
  '@aws-lambda-powertools/idempotency': ['lambdas/messaging'],
  esbuild: ['lib'],
  vitest: ['test'],
};

function uses(folder: string, name: string): boolean {
  const pattern = new RegExp(`from '${name.replace('/', '\\/')}['/]`);
  return sourceFiles(repositoryRoot, folder).some((file) =>
    pattern.test(readFileSync(join(repositoryRoot, file), 'utf8')),
  );
}

describe('dependencies', () => {
  test.each(Object.entries(promised))('%s is a production dependency and in use', (name, folders) => {
    expect(manifest.dependencies[name]).toMatch(/^\d/);
    expect(folders.some((folder) => uses(folder, name))).toBe(true);
  });

  test('consume runs on Powertools batch, once on Powertools idempotency', () => {
    const read = (file: string) => readFileSync(join(repositoryRoot, 'lambdas/messaging', file), 'utf8');
    expect(read('consume/consumer.ts')).toMatch(/processPartialResponse\(/);
    expect(read('consume/consumer.ts')).toMatch(/new SqsFifoPartialProcessorAsync\(\)/);
    expect(read('once.ts')).toMatch(/makeIdempotent\(/);
  });

  test('footgun 15: the synchronous FIFO processor, which acknowledges failures, is nowhere', () => {
    const users = ['lambdas', 'lib']
      .flatMap((folder) => sourceFiles(repositoryRoot, folder))
      .filter((file) => /\bSqsFifoPartialProcessor\b(?!Async)/.test(readFileSync(join(repositoryRoot, file), 'utf8')));
    expect(users).toEqual([]);
  });

  test('every version is pinned', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('all Powertools packages have one version', () => {
    const powertools = Object.entries(manifest.dependencies).filter(([name]) =>
      name.startsWith('@aws-lambda-powertools/'),
    );
    expect(new Set(powertools.map(([, version]) => version)).size).toBe(1);
  });
});
