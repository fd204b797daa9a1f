import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { App } from 'aws-cdk-lib';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { projectContext } from '../../lib/context.ts';
import { SpillwayStack } from '../../lib/spillway-stack.ts';

const outdir = join(repositoryRoot, '.spillway', `test-${process.pid}`);

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('the whole app', () => {
  test('it passes CloudFormation validation, and its functions are bundles that load', () => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    const app = new App({ context: projectContext(), outdir });
    new SpillwayStack(app, 'Spillway');
    app.synth({ errorOnDuplicateSynth: true });
    vi.unstubAllEnvs();
    const assets = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
    const functions = assets.filter((name) => existsSync(join(outdir, name, 'index.js')));
    expect(functions.length).toBeGreaterThan(10);
    for (const asset of functions) {
      expect(existsSync(join(outdir, asset, 'index.js.map'))).toBe(true);
      execFileSync(process.execPath, ['--check', join(outdir, asset, 'index.js')]);
    }
  }, 120_000);

  test("the CDK starts it with the project's own Node, whatever Node the CDK runs on", () => {
    const { app } = JSON.parse(readFileSync(join(repositoryRoot, 'cdk.json'), 'utf8')) as { app: string };
    const [node, script] = app.split(' ');
    const version = execFileSync(join(repositoryRoot, node!), ['--version'], { encoding: 'utf8' });
    expect(version).toMatch(/^v24\./);
    expect(existsSync(join(repositoryRoot, script!))).toBe(true);
  });
});
