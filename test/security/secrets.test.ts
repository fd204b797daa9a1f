import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { ofType, type Template } from '../../lib/doctor/template.ts';
import { prodContext, synthesizeStack } from '../lib/synthesize.ts';
import { heldSecrets, secretsIn } from './secrets.ts';

/** Holds what its own test plants. */
const planting = 'test/security/secrets.test.ts';

function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: repositoryRoot, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && file !== planting && existsSync(join(repositoryRoot, file)));
}

describe('secrets', () => {
  test('no file of the repository holds one', () => {
    const files = trackedFiles();
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((file) =>
      secretsIn(readFileSync(join(repositoryRoot, file), 'latin1')).map((what) => `${file}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ['dev', { stage: 'dev' }],
    ['prod', prodContext],
  ])('no template of the %s stage holds one', (_stage, context) => {
    const template = synthesizeStack(context) as Template;
    expect(secretsIn(JSON.stringify(template))).toEqual([]);
    const functions = ofType<{ Environment?: { Variables?: Record<string, unknown> } }>(
      template,
      'AWS::Lambda::Function',
    );
    expect(functions.flatMap(({ properties }) => heldSecrets(properties.Environment?.Variables ?? {}))).toEqual([]);
  });

  test.each([
    'aws_access_key_id = AKIAZZZZZZZZZZZZZZZZ',
    '-----BEGIN RSA PRIVATE KEY-----',
    'https://shop:hunter2@db.example.com/',
    `token: ghp_${'a'.repeat(36)}`,
  ])('%s is found', (text) => {
    expect(secretsIn(text)).toHaveLength(1);
  });

  test('a variable may name where a secret is, and not be one', () => {
    expect(heldSecrets({ PROVIDER_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x' })).toEqual([]);
    expect(heldSecrets({ PAYMENT_API_KEY: 'k-123' })).toEqual(['PAYMENT_API_KEY']);
  });
});
