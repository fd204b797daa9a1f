import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectContext } from '../../lib/context.ts';
import { SpillwayStack } from '../../lib/spillway-stack.ts';
import { prodContext } from './synthesize.ts';

/** Where cdk-nag is wrong for queue-driven functions, or the stack means it: id and why. */
const acknowledged: Readonly<Record<string, string>> = {
  'AwsSolutions::AwsSolutions-SQS3':
    'Dead-letter queues of SNS subscriptions: the rule knows only those of queues. Footgun rules 2 and 6 check both.',
  'AwsSolutions::AwsSolutions-IAM5[Resource::<OutboxTableF17138FA.Arn>/stream/*]':
    'ListStreams is asked about the streams of one table as a whole; Lambda refuses the mapping without it.',
  'AwsSolutions::AwsSolutions-IAM5[Resource::<OrdersPaymentBreakerTable6A772362.Arn>/stream/*]': 'As for the outbox.',
  'AwsSolutions::AwsSolutions-IAM5[Resource::<VideosUploadsBucket7BEF4F08.Arn>/raw/*]':
    'Objects of one bucket below one prefix: they are named when they are made. One bucket, no other.',
  'AwsSolutions::AwsSolutions-IAM5[Resource::<VideosRenditionsB7AB1F7F.Arn>/*]':
    'Objects of one bucket, which holds nothing else.',
  'AwsSolutions::AwsSolutions-S1':
    'Access logs are a decision of the account (CloudTrail data events, or a bucket of logs), not of one stack.',
  'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]':
    "AWS's own policy for CodeDeploy on Lambda, the narrower of the two; the trust is bound to this application.",
  'Serverless::Serverless-SQSRedrivePolicy':
    'Raised for dead-letter queues, which have none by nature. Footgun rule 2 checks the sources.',
  'Serverless::Serverless-LambdaDLQ':
    'For asynchronous calls only: consumers set aside through their queue, schedules repeat, HTTP answers its caller.',
  'Serverless::Serverless-LambdaEventSourceMappingDestination':
    'SQS mappings know no destination; the outbox relay needs none, because its rows stay until they were sent.',
  'Serverless::Serverless-LambdaTracing':
    'Hops are joined by correlation ids in logs and messages; the X-Ray SDK is in maintenance and slows cold starts.',
};

/** What cdk-nag says against the prod stage. */
function complaints(reasons: Readonly<Record<string, string>>): string {
  const app = new App({ context: { ...projectContext(), 'aws:cdk:bundling-stacks': [], ...prodContext } });
  const stack = new SpillwayStack(app, 'Spillway');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  for (const [id, reason] of Object.entries(reasons)) Validations.of(stack).acknowledge({ id, reason });
  try {
    app.synth();
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('cdk-nag', () => {
  beforeAll(() => {
    process.env['CDK_VALIDATION'] = 'false';
  });

  test('AWS Solutions and Serverless rules hold, but for what is acknowledged with a reason', () => {
    expect(complaints(acknowledged)).toBe('');
  });

  test('each acknowledgement is still needed', () => {
    const raised = complaints({});
    expect(Object.keys(acknowledged).filter((id) => !raised.includes(id))).toEqual([]);
  });
});
