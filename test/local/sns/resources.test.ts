import { expect, test } from 'vitest';
import { snsResources } from '../../../local/services/sns/resources.ts';
import { queueArn, Scene } from './scene.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { Created, Resource } from '../../../local/template/resource-type.ts';

function create(scene: Scene, type: string, properties: Record<string, unknown>): Created {
  const resource: Resource = {
    logicalId: 'Events',
    type,
    properties,
    physicalName: (longest) => 'stack-Events-1A2B'.slice(0, longest),
    assetPath: () => '',
  };
  return snsResources[type]!.create(resource, { sns: scene.sns } as Cloud) as Created;
}

test('a topic refers to its ARN and brings its inline subscriptions', () => {
  const scene = new Scene();
  const arn = 'arn:aws:sns:us-east-1:123456789012:stack-Events-1A2B';
  const created = create(scene, 'AWS::SNS::Topic', {
    DisplayName: 'Events',
    Subscription: [{ Endpoint: queueArn('q'), Protocol: 'sqs' }],
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  expect(created).toEqual({ ref: arn, attributes: { TopicArn: arn, TopicName: 'stack-Events-1A2B' } });
  expect([...scene.sns.store.subscriptionsOf(arn)]).toMatchObject([{ endpoint: queueArn('q'), confirmed: true }]);
});

test('a FIFO topic without a name gets one that ends in .fifo', () => {
  const { ref } = create(new Scene(), 'AWS::SNS::Topic', { FifoTopic: true, ContentBasedDeduplication: true });
  expect(ref).toMatch(/:stack-Events-1A2B\.fifo$/);
});

test('a subscription takes policies as objects and flags as booleans', () => {
  const scene = new Scene();
  const { ref: TopicArn } = create(scene, 'AWS::SNS::Topic', {});
  const { ref } = create(scene, 'AWS::SNS::Subscription', {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queueArn('q'),
    RawMessageDelivery: true,
    FilterPolicy: { type: ['order.completed'] },
    RedrivePolicy: { deadLetterTargetArn: queueArn('dead') },
  });
  expect(scene.sns.store.subscriptions.get(ref)!.attributes).toEqual({
    RawMessageDelivery: 'true',
    FilterPolicy: '{"type":["order.completed"]}',
    RedrivePolicy: `{"deadLetterTargetArn":"${queueArn('dead')}"}`,
  });
});

test('a topic policy replaces the default one', () => {
  const scene = new Scene();
  const { ref: TopicArn } = create(scene, 'AWS::SNS::Topic', {});
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: TopicArn,
      },
    ],
  };
  create(scene, 'AWS::SNS::TopicPolicy', { PolicyDocument: policy, Topics: [TopicArn] });
  expect(scene.sns.policyOf(scene.sns.store.topics.get(TopicArn)!)).toEqual(policy);
});
