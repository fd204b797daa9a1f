import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lambdaResources } from '../../../local/services/lambda/resources.ts';
import { QUEUE, Stage } from './stage.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { Created } from '../../../local/template/resource-type.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:stack-Fn';
const CODE = {
  Code: { S3Bucket: 'assets', S3Key: 'abc.zip' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::123456789012:role/r',
};

class Deployment {
  readonly stage = new Stage();

  create(type: string, properties: Record<string, unknown>, logicalId = 'Fn'): Created {
    const cloud = { lambda: this.stage.lambda } as Cloud;
    return lambdaResources[`AWS::Lambda::${type}`]!.create(
      {
        logicalId,
        type: `AWS::Lambda::${type}`,
        properties,
        physicalName: () => `stack-${logicalId}`,
        assetPath: (key) => `/assembly/asset.${key.replace('.zip', '')}`,
      },
      cloud,
    ) as Created;
  }
}

describe('Lambda resources', () => {
  test('a function gets its settings, and AWS defaults for the rest', () => {
    const deployment = new Deployment();
    const created = deployment.create('Function', {
      ...CODE,
      Timeout: 30,
      Environment: { Variables: { TABLE: 't', COUNT: 3 } },
      ReservedConcurrentExecutions: 4,
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
    expect(created).toEqual({ ref: 'stack-Fn', attributes: { Arn: ARN } });
    const record = deployment.stage.lambda.record('stack-Fn');
    expect(record).toMatchObject({ reservedConcurrency: 4, tags: { team: 'orders' } });
    expect(record.latest).toMatchObject({
      codePath: '/assembly/asset.abc',
      timeoutSeconds: 30,
      memoryMb: 128,
      environment: { TABLE: 't', COUNT: '3' },
    });
  });

  test('code that the template holds as text becomes index.js', () => {
    const deployment = new Deployment();
    const text = 'exports.handler = async () => 1;';
    deployment.create('Function', { ...CODE, Code: { ZipFile: text } });
    const { codePath } = deployment.stage.lambda.record('stack-Fn').latest;
    expect(readFileSync(join(codePath, 'index.js'), 'utf8')).toBe(text);
  });

  test('an image is refused by name', () => {
    const create = () => new Deployment().create('Function', { ...CODE, Code: { ImageUri: 'x' } });
    expect(create).toThrow('Code must be an asset (S3Bucket and S3Key) or inline (ZipFile), got ImageUri');
  });

  test('a mapping polls from its creation on', async () => {
    const deployment = new Deployment();
    deployment.create('Function', CODE);
    deployment.stage.handlers.set('stack-Fn', () => undefined);
    const { ref, attributes } = deployment.create(
      'EventSourceMapping',
      { FunctionName: ARN, EventSourceArn: QUEUE },
      'Map',
    );
    expect(attributes).toMatchObject({ Id: ref });
    deployment.stage.queues.send('a');
    await deployment.stage.clock.advance(0);
    expect(deployment.stage.queues.depth).toBe(0);
  });

  test('versions and aliases refer to qualified ARNs', () => {
    const deployment = new Deployment();
    deployment.create('Function', CODE);
    const version = deployment.create('Version', { FunctionName: 'stack-Fn' }, 'V1');
    expect(version).toEqual({ ref: `${ARN}:1`, attributes: { FunctionArn: `${ARN}:1`, Version: '1' } });
    const alias = deployment.create('Alias', { FunctionName: 'stack-Fn', Name: 'live', FunctionVersion: '1' }, 'Live');
    expect(alias.ref).toBe(`${ARN}:live`);
    expect(deployment.stage.lambda.resolve(alias.ref).settings.version).toBe('1');
  });

  test('a permission becomes part of the policy', () => {
    const deployment = new Deployment();
    deployment.create('Function', CODE);
    const { ref } = deployment.create(
      'Permission',
      {
        FunctionName: ARN,
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        SourceAccount: '123456789012',
      },
      'Allow',
    );
    expect(deployment.stage.lambda.record('stack-Fn').policies['$LATEST']).toMatchObject([
      { Sid: ref, Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' } } },
    ]);
  });

  test('settings of asynchronous invocation, URLs and layers are kept', () => {
    const deployment = new Deployment();
    deployment.create('Function', CODE);
    deployment.create(
      'EventInvokeConfig',
      { FunctionName: ARN, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
      'Async',
    );
    const url = deployment.create('Url', { TargetFunctionArn: ARN, AuthType: 'AWS_IAM' }, 'Url');
    const layer = deployment.create('LayerVersion', { LayerName: 'l', Content: {} }, 'Layer');
    expect(deployment.stage.lambda.record('stack-Fn').asyncSettings['$LATEST']?.maximumRetryAttempts).toBe(0);
    expect(url.attributes?.['FunctionUrl']).toMatch(/^https:\/\/[0-9a-f]{32}\.lambda-url\.us-east-1\.on\.aws\/$/);
    expect(layer.ref).toBe('arn:aws:lambda:us-east-1:123456789012:layer:l:1');
  });
});
