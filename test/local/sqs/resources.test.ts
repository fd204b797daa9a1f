import { expect, test } from 'vitest';
import { sqsResources } from '../../../local/services/sqs/resources.ts';
import { account } from './fixture.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { Resource } from '../../../local/template/resource-type.ts';

function resource(properties: Record<string, unknown>): Resource {
  return {
    logicalId: 'Orders',
    type: 'AWS::SQS::Queue',
    properties,
    physicalName: (longest) => 'stack-Orders-1a2b3c'.slice(0, longest),
    assetPath: (key) => key,
  };
}

test('a queue of a template is made with its properties, and gives URL, ARN and name', async () => {
  const { sqs } = account();
  const cloud = { sqs } as Cloud;
  const queue = sqsResources['AWS::SQS::Queue']!;
  const dead = await queue.create(resource({ QueueName: 'dead.fifo', FifoQueue: true }), cloud);
  const created = await queue.create(
    resource({
      FifoQueue: true,
      VisibilityTimeout: 360,
      Tags: [{ Key: 'a', Value: 'b' }],
      RedrivePolicy: { deadLetterTargetArn: dead.attributes!['Arn'], maxReceiveCount: 5 },
    }),
    cloud,
  );
  expect(created).toEqual({
    ref: 'http://127.0.0.1:4566/123456789012/stack-Orders-1a2b3c.fifo',
    attributes: {
      Arn: 'arn:aws:sqs:us-east-1:123456789012:stack-Orders-1a2b3c.fifo',
      QueueName: 'stack-Orders-1a2b3c.fifo',
      QueueUrl: 'http://127.0.0.1:4566/123456789012/stack-Orders-1a2b3c.fifo',
    },
  });
  expect(sqs.queueByArn(created.attributes!['Arn']!)).toMatchObject({
    record: { tags: { a: 'b' } },
    settings: { visibilityTimeout: 360_000, redrivePolicy: { maxReceiveCount: 5 } },
  });
});

test('a queue policy of a template is put on each of its queues', async () => {
  const { sqs, create } = account();
  const url = await create('q');
  const PolicyDocument = { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*' }] };
  await sqsResources['AWS::SQS::QueuePolicy']!.create(resource({ PolicyDocument, Queues: [url] }), { sqs } as Cloud);
  expect(sqs.queueByName('q')!.settings.policy).toEqual(PolicyDocument);
});
