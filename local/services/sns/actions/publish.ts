import { invalidParameter } from '../errors.ts';
import { checkText, maximumMessageSize, readDraft, type Traced } from '../publish-draft.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { DeviceRecord } from '../store.ts';
import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(sns: Sns, input: PublishInput & Traced, call: Call): PublishResponse {
  checkText(input);
  const target = targetTopic(input);
  if (target === undefined) return publishDirectly(sns, input, call);
  const topic = sns.authorizedTopic(call, 'Publish', target);
  const draft = readDraft(topic, input);
  if (draft.size > maximumMessageSize(topic)) throw invalidParameter('Message too long');
  const { messageId, sequenceNumber } = sns.publish(topic, draft);
  return { MessageId: messageId, SequenceNumber: sequenceNumber };
}

/** What a message to one phone or device is checked against, as to a topic of no kind. */
const DIRECT = { fifo: false, attributes: {} };

/** Phones and devices get a message without any topic. */
function publishDirectly(sns: Sns, input: PublishInput & Traced, call: Call): PublishResponse {
  const { PhoneNumber: phone, TargetArn: arn = '' } = input;
  const { outbox } = sns.deliveries;
  call.authorize({ action: 'sns:Publish', resource: phone === undefined ? arn : '*' });
  const message = { ...readDraft(DIRECT, input), messageId: sns.random.uuid() };
  if (phone !== undefined) outbox.text(phone, message);
  else outbox.push(findTarget(sns, arn), message);
  return { MessageId: message.messageId };
}

function findTarget(sns: Sns, arn: string): DeviceRecord {
  const device = sns.store.devices.get(arn);
  if (device === undefined) {
    throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
  }
  return device;
}

/** A topic may be named as `TopicArn` or as `TargetArn`; undefined for a phone or a device. */
function targetTopic({
  TopicArn: topicArn,
  TargetArn: targetArn,
  PhoneNumber: phone,
}: PublishInput): string | undefined {
  const given = [topicArn, targetArn, phone].filter((target) => target !== undefined);
  if (given.length === 0) throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  if (given.length > 1) {
    throw invalidParameter(
      'TopicArn or TargetArn Reason: only one of TopicArn, TargetArn and PhoneNumber may be given',
    );
  }
  if (phone !== undefined && !/^\+?[1-9]\d{1,14}$/.test(phone)) {
    throw invalidParameter(`PhoneNumber Reason: ${phone} is not valid to publish to`);
  }
  if (phone !== undefined || targetArn?.includes(':endpoint/')) return undefined;
  return topicArn ?? targetArn!;
}
