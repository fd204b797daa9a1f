import { invalidParameter } from '../errors.ts';
import { checkText, maximumMessageSize, readDraft, type Traced } from '../publish-draft.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(sns: Sns, input: PublishInput & Traced, call: Call): PublishResponse {
  checkText(input);
  const target = targetTopic(input);
  if (target === undefined) return { MessageId: sendText(sns, input, call) };
  const topic = sns.authorizedTopic(call, 'Publish', target);
  const draft = readDraft(topic, input);
  if (draft.size > maximumMessageSize(topic)) throw invalidParameter('Message too long');
  const { messageId, sequenceNumber } = sns.publish(topic, draft);
  return { MessageId: messageId, SequenceNumber: sequenceNumber };
}

/** Text messages end in the journal. */
function sendText(sns: Sns, { PhoneNumber: phone, Message: body }: PublishInput, call: Call): string {
  call.authorize({ action: 'sns:Publish', resource: '*' });
  const messageId = sns.random.uuid();
  sns.surroundings.journal({ service: 'sns', event: 'text-message', resource: phone!, messageId, body });
  return messageId;
}

/** A topic may be named as `TopicArn` or as `TargetArn`; undefined for a phone. Devices are not simulated. */
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
  if (phone !== undefined) {
    if (!/^\+?[1-9]\d{1,14}$/.test(phone)) {
      throw invalidParameter(`PhoneNumber Reason: ${phone} is not valid to publish to`);
    }
    return undefined;
  }
  if (targetArn?.includes(':endpoint/')) {
    throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
  }
  return topicArn ?? targetArn!;
}
