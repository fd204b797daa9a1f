import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A queue and its consumer as most people write them first. */
const naive = {
  Resources: {
    Jobs: { Type: 'AWS::SQS::Queue', Properties: {} },
    Worker: { Type: 'AWS::Lambda::Function', Properties: { Role: arn('Role') } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arn('Jobs'), FunctionName: { Ref: 'Worker' } },
    },
  },
};

describe('spillway doctor', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    mkdirSync(join(folder, 'naive', 'assembly-Prod'), { recursive: true });
    writeFileSync(join(folder, 'naive', 'App.template.json'), JSON.stringify(naive));
    writeFileSync(join(folder, 'naive', 'assembly-Prod', 'Nested.nested.template.json'), JSON.stringify(naive));
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'lag.template.json'), JSON.stringify({ Resources: {} }));
    writeFileSync(join(folder, 'broken.template.json'), '{');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function doctor(...argv: string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(repositoryRoot, 'bin', 'spillway.mjs'), 'doctor', ...argv],
      { cwd: folder, encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  }

  test('a footgun fails it and is told with resource, consequence and fix, in stages and nested stacks too', () => {
    const { status, stdout } = doctor('naive');
    expect(status).toBe(1);
    expect(stdout.match(/error source-has-dead-letter-queue\n {4}Jobs has no RedrivePolicy\n/g)).toHaveLength(2);
    expect(stdout).toContain('Fix: Add a dead-letter queue and a RedrivePolicy.');
    expect(stdout).toMatch(/\d+ errors, \d+ warnings in 2 templates of 6 resources\n$/);
  });

  test('--json gives a row for each finding', () => {
    const rows = JSON.parse(doctor('naive/App.template.json', '--json').stdout) as { rule: string; resource: string }[];
    expect(rows).toContainEqual(
      expect.objectContaining({ stack: 'App', rule: 'lag-rings', resource: 'Jobs', severity: 'warning' }),
    );
  });

  test('warnings alone fail it under --strict only', () => {
    const errors = ['source-has-dead-letter-queue', 'reports-batch-item-failures'];
    const acknowledged = errors.flatMap((rule) => ['--acknowledge', rule]);
    expect(doctor('naive', ...acknowledged).status).toBe(0);
    expect(doctor('naive', '--strict', ...acknowledged).status).toBe(1);
  });

  test.each([
    [['nowhere'], 1, 'is not there'],
    [['empty'], 1, 'holds no *.template.json'],
    [['broken.template.json'], 1, 'is not JSON'],
    [['naive', '--acknowledge', 'nope'], 2, 'there is no rule nope'],
  ])('%j: one clear line', (argv, code, text) => {
    const { status, stdout, stderr } = doctor(...argv);
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
    expect(stderr).toMatch(/^spillway: [^\n]+\n$/);
    expect(stderr).toContain(text);
  });
});
