import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { bundleAll } from '../../../lib/bundling/bundle.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { entries, functionsRoot, smallStack, templateOf } from '../small-stack.ts';

function keys(context: Record<string, unknown>, ...sources: string[]): string[] {
  const stack = smallStack(context);
  sources.forEach((entry, index) => new NodeFunction(stack, `Fn${index}`, { entry }));
  return Object.values(templateOf(stack).findResources('AWS::Lambda::Function')).map(
    ({ Properties }) => (Properties as { Code: { S3Key: string } }).Code.S3Key,
  );
}

const bundled = { 'aws:cdk:bundling-stacks': ['**'] };

describe('the code of a function', () => {
  test('without bundling it is a placeholder that depends on the entry alone', () => {
    const [first, second] = keys({}, entries.inOrder, entries.parallel);
    expect(first).not.toBe(second);
    expect(keys({}, entries.inOrder)).toEqual([first]);
  });

  test('with bundling it is the bundle, under a key that follows from its content', () => {
    const stack = smallStack(bundled);
    new NodeFunction(stack, 'Fn', { entry: entries.parallel });
    const assembly = stack.node.root as App;
    const [asset] = readdirSync(assembly.synth().directory).filter((name) => name.startsWith('asset.'));
    const { folder } = bundleAll(functionsRoot).byEntry.get(entries.parallel)!;
    const staged = readFileSync(join(assembly.outdir, asset!, 'index.js'));
    expect(staged).toEqual(readFileSync(join(folder, 'index.js')));
    expect(keys(bundled, entries.parallel)).toEqual([`${asset!.replace('asset.', '')}.zip`]);
  });

  test('a file that handles nothing is no function', () => {
    expect(() => keys(bundled, 'lambdas/orders/no-handler.ts')).toThrow(/entry must export const handler, got lambdas/);
  });
});
