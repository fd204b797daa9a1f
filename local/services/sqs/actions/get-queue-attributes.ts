import { unknownAttribute } from '../errors.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Queue } from '../queue.ts';
import type { Sqs } from '../sqs.ts';

export interface GetQueueAttributesInput {
  readonly QueueUrl?: string;
  readonly AttributeNames?: readonly string[];
}

export interface GetQueueAttributesOutput {
  readonly Attributes?: Readonly<Record<string, string>>;
}

const NAMES = new Set([
  'All',
  'Policy',
  'VisibilityTimeout',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
  'ApproximateNumberOfMessagesDelayed',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
]);

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export function getQueueAttributes(sqs: Sqs, input: GetQueueAttributesInput, call: Call): GetQueueAttributesOutput {
  const queue = queueOf(sqs, input.QueueUrl, 'GetQueueAttributes', call);
  const names = input.AttributeNames ?? [];
  const unknown = names.find((name) => !NAMES.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  if (names.length === 0) return {};
  const all = attributesOf(queue);
  if (names.includes('All')) return { Attributes: all };
  const chosen = Object.entries(all).filter(([name]) => names.includes(name));
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

function attributesOf(queue: Queue): Record<string, string> {
  queue.settle();
  const { arn, attributes, createdAt, modifiedAt } = queue.record;
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(queue.counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(queue.counts['in-flight']),
    ApproximateNumberOfMessagesDelayed: String(queue.counts.delayed),
    CreatedTimestamp: String(Math.floor(createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(modifiedAt / 1000)),
    ...attributes,
  };
}
