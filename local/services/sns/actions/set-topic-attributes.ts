import { invalidParameter } from '../errors.ts';
import { checkTopicAttribute } from '../topic-attributes.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { TopicRecord } from '../store.ts';
import type { SetTopicAttributesInput } from '@aws-sdk/client-sns';

/** Above this, every subscriber must be one that takes large messages. */
const SMALL_MESSAGE_BYTES = 262_144;
const LARGE_MESSAGE_SUBSCRIPTIONS = 100;

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export function setTopicAttributes(sns: Sns, input: SetTopicAttributesInput, call: Call): void {
  const topic = sns.authorizedTopic(call, 'SetTopicAttributes', input.TopicArn);
  const name = input.AttributeName ?? '';
  const value = input.AttributeValue ?? '';
  checkTopicAttribute(name, value, topic.fifo);
  if (name === 'MaximumMessageSize' && Number(value) > SMALL_MESSAGE_BYTES) checkLargeMessages(sns, topic);
  const { [name]: _, ...others } = topic.attributes;
  const attributes = value === '' ? others : { ...others, [name]: value };
  sns.store.apply({ kind: 'topic', topic: { ...topic, attributes } });
  sns.surroundings.journal({ service: 'sns', event: 'topic-changed', resource: topic.arn, attribute: name, value });
}

function checkLargeMessages(sns: Sns, topic: TopicRecord): void {
  const subscriptions = [...sns.store.subscriptionsOf(topic.arn)];
  const able = subscriptions.every(({ protocol }) => takesLargeMessages(protocol));
  if (!able || subscriptions.length > LARGE_MESSAGE_SUBSCRIPTIONS) {
    throw invalidParameter(
      `MaximumMessageSize above ${SMALL_MESSAGE_BYTES} needs at most ${LARGE_MESSAGE_SUBSCRIPTIONS} subscriptions, each of protocol sqs, lambda or firehose`,
    );
  }
}

/** Which protocols carry more than 256 KiB. */
export function takesLargeMessages(protocol: string): boolean {
  return protocol === 'sqs' || protocol === 'lambda' || protocol === 'firehose';
}
