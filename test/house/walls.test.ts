import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { allImports, breaches, importsOf } from './imports.ts';

describe('the walls of the house', () => {
  const imports = allImports(repositoryRoot);

  test('nobody imports through a wall', () => {
    expect(breaches(imports)).toEqual([]);
  });

  test('the check has read the house: every room imports something of its own', () => {
    for (const room of ['contracts', 'lambdas', 'lib', 'stand-ins', 'local', 'simulation', 'lab', 'bin']) {
      expect(
        imports.filter(({ from, to }) => from.startsWith(`${room}/`) && to.startsWith(`${room}/`)).length,
        room,
      ).toBeGreaterThan(0);
    }
  });

  test('a planted breach is found, in whichever way it is imported', () => {
    const planted = [
      "import { handler } from '../lambdas/orders/process.ts';",
      "export * from '../lambdas/orders/process.ts';",
      "const late = await import('../lambdas/orders/process.ts');",
      "import type { Order } from '../lambdas/orders/order.ts';",
    ];
    for (const source of planted) expect(breaches(importsOf('local/planted.ts', source)), source).toHaveLength(1);
  });

  test('the toolkit knows no pipeline', () => {
    const pipelines = /^lambdas\/(orders|videos|users|quotes)\//;
    expect(imports.filter(({ from, to }) => from.startsWith('lambdas/messaging/') && pipelines.test(to))).toEqual([]);
  });

  test('of the commands only the worker, which runs handlers, knows what is in lambdas/', () => {
    const commands = imports.filter(({ from, to }) => from.startsWith('bin/') && to.startsWith('lambdas/'));
    expect(new Set(commands.map(({ from }) => from))).toEqual(new Set(['bin/worker.ts']));
  });

  test('handlers are named by path and never imported by the plan', () => {
    expect(imports.filter(({ from, to }) => from.startsWith('lib/') && to.startsWith('lambdas/'))).toEqual([]);
  });
});
