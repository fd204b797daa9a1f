import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAssembly } from '../../../local/template/assembly.ts';

let folder: string;
let code: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  code = mkdtempSync(join(tmpdir(), 'code-'));
  writeFileSync(join(code, 'index.js'), 'exports.handler = async () => 1;\n');
  process.env['CDK_VALIDATION'] ??= 'false';
  const app = new App({
    outdir: folder,
    analyticsReporting: false,
    context: { '@aws-cdk/core:disableCloudFormationValidation': true },
  });
  const zebra = new Stack(app, 'Zebra', { env: { region: 'eu-west-1', account: '111122223333' } });
  const queue = new Queue(zebra, 'Queue');
  const ant = new Stack(app, 'Ant', { stackName: 'ant-dev', env: { region: 'eu-west-1', account: '111122223333' } });
  new CfnParameter(ant, 'Size');
  new CfnOutput(ant, 'Arn', { value: queue.queueArn });
  new LambdaFunction(ant, 'F', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromAsset(code) });
  new Stack(new Stage(app, 'Prod'), 'Inner');
  app.synth();
});

afterAll(() => {
  for (const path of [folder, code]) rmSync(path, { recursive: true });
});

test('stacks come after those they depend on, with those of stages', () => {
  expect(
    readAssembly(folder)
      .map(({ stackName }) => stackName)
      .toSorted(),
  ).toEqual(['Prod-Inner', 'Zebra', 'ant-dev']);
  const names = readAssembly(folder).map(({ id }) => id);
  expect(names.indexOf('Zebra')).toBeLessThan(names.indexOf('Ant'));
});

test('a stack carries its template, environment and assets by object key', () => {
  const ant = readAssembly(folder).find(({ id }) => id === 'Ant')!;
  expect(ant).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
  const resources = Object.values(ant.template.Resources ?? {});
  const { Code: place } = resources.find(({ Type }) => Type === 'AWS::Lambda::Function')!.Properties as {
    Code: { S3Key: string };
  };
  expect(ant.assets.get(place.S3Key)).toBe(join(folder, `asset.${place.S3Key.replace('.zip', '')}`));
});

test('an environment that the app left open is undefined', () => {
  const inner = readAssembly(folder).find(({ stackName }) => stackName === 'Prod-Inner')!;
  expect(inner).toMatchObject({ account: undefined, region: undefined });
});

test('a folder without an assembly is named', () => {
  expect(() => readAssembly(code)).toThrow(`${join(code, 'manifest.json')} cannot be read`);
});
