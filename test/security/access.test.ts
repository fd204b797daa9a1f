import { describe, expect, test } from 'vitest';
import { ofType, type Template } from '../../lib/doctor/template.ts';
import { prodContext, synthesizeStack } from '../lib/synthesize.ts';
import { excesses } from './access.ts';

const github = '{"repository":"acme/shop","environment":"production"}';
const stages: Readonly<Record<string, Template>> = {
  dev: synthesizeStack({ stage: 'dev' }) as Template,
  prod: synthesizeStack({ ...prodContext, 'spillway:callerLimit': '600', 'spillway:github': github }) as Template,
};

describe.each(Object.entries(stages))('what the %s stage allows', (_stage, template) => {
  test('names actions that exist, and resources wherever AWS knows any', async () => {
    expect(await excesses(template)).toEqual([]);
  });

  test('each function has a role of its own', () => {
    const roles = ofType<{ Role: unknown }>(template, 'AWS::Lambda::Function').map(({ properties }) =>
      JSON.stringify(properties.Role),
    );
    expect(new Set(roles).size).toBe(roles.length);
  });

  test('everything that rests is encrypted', () => {
    const open = [
      ...ofType<{ SqsManagedSseEnabled?: boolean }>(template, 'AWS::SQS::Queue')
        .filter(({ properties }) => properties.SqsManagedSseEnabled !== true)
        .map(({ id }) => id),
      ...ofType<{ BucketEncryption?: unknown }>(template, 'AWS::S3::Bucket')
        .filter(({ properties }) => properties.BucketEncryption === undefined)
        .map(({ id }) => id),
      // Tables are by default: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html
      ...ofType<{ SSESpecification?: { SSEEnabled?: boolean } }>(template, 'AWS::DynamoDB::Table')
        .filter(({ properties }) => properties.SSESpecification?.SSEEnabled === false)
        .map(({ id }) => id),
    ];
    expect(open).toEqual([]);
  });

  test('topics of the business are encrypted; alarms hold none of it', () => {
    const open = ofType<{ KmsMasterKeyId?: unknown }>(template, 'AWS::SNS::Topic')
      .filter(({ properties }) => properties.KmsMasterKeyId === undefined)
      .map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(open.filter((id) => !knownOpenTopics.has(id))).toEqual([]);
  });
});

/** CloudWatch and S3 cannot publish under AWS's own key for SNS; alarms and names of objects are all that goes there. */
const knownOpenTopics = new Set(['AlarmsTopic', 'VideosUploadsTopic']);

describe('the check of what is allowed', () => {
  const planted = (statement: object): Template => ({
    Resources: {
      Planted: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } },
      },
    },
  });

  test.each([
    [{ Action: 'sqs:*', Resource: 'arn:aws:sqs:eu-west-1:111122223333:q' }, 'Planted allows sqs:*'],
    [{ Action: 'sqs:SendMesage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:q' }, 'which is no action'],
    [{ Action: ['sqs:SendMessage'], Resource: '*' }, 'Planted allows sqs:SendMessage on everything'],
  ])('finds %j', async (statement, what) => {
    expect(await excesses(planted(statement))).toEqual([expect.stringContaining(what)]);
  });

  test('lets pass what AWS offers no resource for', async () => {
    expect(await excesses(planted({ Action: 'dynamodb:ListStreams', Resource: '*' }))).toEqual([]);
  });
});
