import { NotSimulated } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { readTags } from '../tags.ts';
import { checkTopicAttribute } from '../topic-attributes.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { TopicRecord } from '../store.ts';
import type { CreateTopicInput, CreateTopicResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
export function createTopic(sns: Sns, input: CreateTopicInput, call: Call): CreateTopicResponse {
  const name = input.Name ?? '';
  const { FifoTopic: fifoTopic = 'false', ...given } = input.Attributes ?? {};
  const fifo = fifoTopic.toLowerCase() === 'true';
  checkName(name, fifo);
  const arn = sns.topicArn(name);
  call.authorize({ action: 'sns:CreateTopic', resource: arn });
  if (input.DataProtectionPolicy) throw new NotSimulated('The data protection policy of an SNS topic');
  for (const [attribute, value] of Object.entries(given)) {
    checkTopicAttribute(attribute, value, fifo, 'Attributes Reason: ');
  }
  const tags = readTags(input.Tags ?? []);
  const existing = sns.store.topics.get(arn);
  if (existing !== undefined) {
    checkSame(existing, given, tags);
    return { TopicArn: arn };
  }
  const attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  sns.store.apply({ kind: 'topic', topic: { arn, name, fifo, attributes, tags, subscriptionsDeleted: 0 } });
  sns.surroundings.journal({ service: 'sns', event: 'topic-created', resource: arn, attributes: input.Attributes });
  return { TopicArn: arn };
}

function checkName(name: string, fifo: boolean): void {
  const stem = fifo ? name.replace(/\.fifo$/, '') : name;
  const suffixed = fifo === name.endsWith('.fifo');
  if (!suffixed || name.length > 256 || !/^[A-Za-z0-9_-]+$/.test(stem)) throw invalidParameter('Topic Name');
}

/** Creating a topic that exists gives its ARN, unless it asks for something else. It need not name all it has. */
function checkSame(existing: TopicRecord, given: Record<string, string>, tags: Record<string, string>): void {
  for (const [attribute, value] of Object.entries(given)) {
    if ((existing.attributes[attribute] ?? defaultOf(attribute)) !== value) {
      throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
    }
  }
  if (Object.entries(tags).some(([key, value]) => existing.tags[key] !== value)) {
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
  }
}

function defaultOf(attribute: string): string {
  const defaults: Record<string, string> = {
    ContentBasedDeduplication: 'false',
    FifoThroughputScope: 'Topic',
    MaximumMessageSize: '262144',
    SignatureVersion: '1',
    TracingConfig: 'PassThrough',
  };
  return defaults[attribute] ?? '';
}
