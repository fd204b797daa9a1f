import { describe, expect, test } from 'vitest';
import { prodContext, synthesizeStack } from './synthesize.ts';

describe('the stack', () => {
  const dev = synthesizeStack({ stage: 'dev' });

  test('it stays below the 500 resources that a template may hold, with room for a pipeline more', () => {
    expect(Object.keys(dev.Resources).length).toBeLessThan(450);
  });

  test('it needs no custom resource', () => {
    const types = Object.values(dev.Resources).map(({ Type }) => Type);
    expect(
      types.filter((type) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'),
    ).toEqual([]);
  });

  test('a stage that does not exist is an error that names those that do', () => {
    expect(() => synthesizeStack({ stage: 'staging' })).toThrow(/stage/);
  });

  test('an unknown setting is an error that names it', () => {
    expect(() => synthesizeStack({ stage: 'dev', 'spillway:alarmEmial': 'ops@example.com' })).toThrow(/alarmEmial/);
  });

  test('prod without real providers is an error', () => {
    expect(() => synthesizeStack({ stage: 'prod' })).toThrow(/providers/);
  });

  test('prod keeps its data and sends money to the providers it was given', () => {
    const prod = synthesizeStack(prodContext);
    const tables = Object.values(prod.Resources).filter(({ Type }) => Type === 'AWS::DynamoDB::Table');
    expect(new Set(tables.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['Retain']));
    expect(JSON.stringify(prod.Resources)).toContain('https://pay.example.com');
    expect(JSON.stringify(prod.Resources)).not.toContain('SandboxTable');
  });

  test('requests are signed on AWS, and open only in the local stage', () => {
    const authorization = (stage: string) =>
      Object.values(synthesizeStack({ stage }).Resources)
        .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
        .map(({ Properties }) => (Properties as { AuthorizationType: string }).AuthorizationType);
    expect(new Set(authorization('dev'))).toEqual(new Set(['AWS_IAM']));
    expect(new Set(authorization('local'))).toEqual(new Set(['NONE']));
  });
});
