import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../lib/doctor/diagnose.ts';
import type { Resource, Template } from '../../../lib/doctor/template.ts';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

function template(resources: Readonly<Record<string, Resource>>): Template {
  return { Resources: resources };
}

/** A queue whose consumer keeps every rule; each test spoils one thing or says one thing in another way. */
function healthy(): Record<string, Resource & { Properties: Record<string, unknown> }> {
  const alarm = (queue: string, MetricName: string) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      MetricName,
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:ops'],
    },
  });
  return {
    Jobs: {
      Type: 'AWS::SQS::Queue',
      Properties: { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 5 } },
    },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    Worker: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 10, Role: arn('Role') } },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arn('Jobs'),
        FunctionName: { Ref: 'Worker' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 5 },
      },
    },
    DeadRings: alarm('Dead', 'ApproximateNumberOfMessagesVisible'),
    LagRings: alarm('Jobs', 'ApproximateAgeOfOldestMessage'),
  };
}

const rulesBroken = (resources: Readonly<Record<string, Resource>>): string[] =>
  diagnose(template(resources)).map(({ rule }) => rule.id);

describe('templates that keep every rule', () => {
  test('a healthy queue has no finding', () => {
    expect(diagnose(template(healthy()))).toEqual([]);
  });

  test('what is made elsewhere is not judged', () => {
    const resources = healthy();
    resources['Jobs']!.Properties['RedrivePolicy'] = {
      deadLetterTargetArn: { 'Fn::ImportValue': 'SharedDeadLetters' },
      maxReceiveCount: 5,
    };
    resources['Subscription'] = {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        Protocol: 'sqs',
        TopicArn: 'arn:aws:sns:eu-west-1:111122223333:shared',
        Endpoint: 'arn:aws:sqs:eu-west-1:111122223333:theirs',
        RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:111122223333:their-dead' },
      },
    };
    expect(rulesBroken(resources)).toEqual([]);
  });

  test('an alarm on metric math counts for the queues in it', () => {
    const resources = healthy();
    const { MetricName, Dimensions, AlarmActions } = resources['LagRings']!.Properties;
    const Metrics = [{ Id: 'm', MetricStat: { Metric: { MetricName, Dimensions } } }];
    resources['LagRings'] = { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics, AlarmActions } };
    expect(rulesBroken(resources)).toEqual([]);
  });
});

describe('the same fault in other words', () => {
  test('a function behind an alias is held to its own timeout', () => {
    const resources = healthy();
    resources['Live'] = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Worker' } } };
    resources['Mapping']!.Properties['FunctionName'] = { Ref: 'Live' };
    resources['Worker']!.Properties['Timeout'] = 60;
    expect(diagnose(template(resources))).toMatchObject([
      { resource: 'Jobs', what: 'hides messages for 60 s where 360 s are needed' },
    ]);
  });

  test('Fn::GetAtt may be written as one string', () => {
    const resources = healthy();
    resources['Mapping']!.Properties['EventSourceArn'] = { 'Fn::GetAtt': 'Dead.Arn' };
    expect(rulesBroken(resources)).toContain('dead-letters-are-not-consumed');
  });

  test('a policy written inside the role, with one statement for a list, is read', () => {
    const resources = healthy();
    const Statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('Jobs') };
    resources['Role']!.Properties['Policies'] = [{ PolicyDocument: { Statement } }];
    expect(rulesBroken(resources)).toEqual(['no-self-requeue']);
  });

  test('an alarm without an action does not ring', () => {
    const resources = healthy();
    delete resources['DeadRings']!.Properties['AlarmActions'];
    expect(rulesBroken(resources)).toEqual(['dead-letters-ring']);
  });

  test("a bucket's loop is found by way of topic and queue, and through the CDK's custom resource", () => {
    const resources = healthy();
    resources['Uploads'] = { Type: 'AWS::S3::Bucket', Properties: {} };
    resources['Notices'] = {
      Type: 'Custom::S3BucketNotifications',
      Properties: {
        BucketName: { Ref: 'Uploads' },
        NotificationConfiguration: { TopicConfigurations: [{ TopicArn: { Ref: 'Topic' } }] },
      },
    };
    resources['Topic'] = { Type: 'AWS::SNS::Topic', Properties: {} };
    resources['Subscription'] = {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'sqs', TopicArn: { Ref: 'Topic' }, Endpoint: arn('Jobs'), RedrivePolicy: {} },
    };
    resources['Policy'] = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Jobs' }],
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' }],
        },
      },
    };
    const may = (action: string) => {
      const Statement = [{ Effect: 'Allow', Action: [action], Resource: arn('Uploads') }];
      resources['Role']!.Properties['Policies'] = [{ PolicyDocument: { Statement } }];
      return rulesBroken(resources);
    };
    expect(may('s3:PutObject')).toEqual(['bucket-does-not-feed-itself']);
    expect(may('s3:PutObjectTagging')).toEqual([]);
  });

  test('a rule that is acknowledged is not reported', () => {
    const resources = healthy();
    delete resources['LagRings'];
    expect(diagnose(template(resources), ['lag-rings'])).toEqual([]);
  });
});

test('a file that is no template is refused', () => {
  expect(() => diagnose({} as Template)).toThrow('Resources');
});
