import { describe, expect, test } from 'vitest';
import { prodContext, synthesizeStack } from './synthesize.ts';

type Properties = Readonly<Record<string, unknown>>;

function ofType(context: Readonly<Record<string, unknown>>, type: string): Properties[] {
  return Object.values(synthesizeStack(context).Resources)
    .filter(({ Type }) => Type === type)
    .map((resource) => resource.Properties as Properties);
}

const variables = (context: Readonly<Record<string, unknown>>): Record<string, unknown>[] =>
  ofType(context, 'AWS::Lambda::Function').map(
    ({ Environment }) => (Environment as { Variables: Record<string, unknown> }).Variables,
  );

const retentions = (context: Readonly<Record<string, unknown>>): unknown[] =>
  ofType(context, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays);

describe('settings of a stage', () => {
  test('logs are kept for a month in dev, three in prod, and as long as told', () => {
    expect(new Set(retentions({ stage: 'dev' }))).toEqual(new Set([30]));
    expect(new Set(retentions(prodContext))).toEqual(new Set([90]));
    expect(new Set(retentions({ ...prodContext, 'spillway:logRetentionDays': '365' }))).toEqual(new Set([365]));
  });

  test('every function logs at the level told', () => {
    const levels = variables({ stage: 'dev', 'spillway:logLevel': 'DEBUG' }).map(
      (each) => each['POWERTOOLS_LOG_LEVEL'],
    );
    expect(new Set(levels)).toEqual(new Set(['DEBUG']));
  });

  test('endpoints count their callers where a limit is told, and only there', () => {
    const limited = variables({ stage: 'dev', 'spillway:callerLimit': '60' });
    const counting = limited.filter((each) => each['CALLER_LIMIT_PER_MINUTE'] === '60');
    expect(counting.length).toBe(limited.filter((each) => 'API_AUTHENTICATION' in each).length);
    expect(counting.length).toBeGreaterThan(0);
    expect(JSON.stringify(variables({ stage: 'dev' }))).not.toContain('CALLER_LIMIT');
  });

  test('the deploy role is there where a repository is told', () => {
    const github = JSON.stringify({ repository: 'acme/shop', environment: 'production' });
    const trusts = ofType({ stage: 'dev', 'spillway:github': github }, 'AWS::IAM::Role').map((role) =>
      JSON.stringify(role['AssumeRolePolicyDocument']),
    );
    expect(trusts.filter((trust) => trust.includes('repo:acme/shop:environment:production'))).toHaveLength(1);
  });

  test.each([
    ['spillway:logLevel', 'LOUD', /logLevel/],
    ['spillway:logRetentionDays', '31', /logRetentionDays: .*30/],
    ['spillway:callerLimit', '0', /callerLimit/],
    ['spillway:accountConcurrency', '110', /accountConcurrency/],
    ['spillway:github', '{"repository":"acme/*","environment":"x"}', /OWNER\/NAME/],
  ])('%s=%s is refused', (key, value, message) => {
    expect(() => synthesizeStack({ stage: 'dev', [key]: value })).toThrow(message);
  });
});
