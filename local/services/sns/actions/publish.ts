import { NotSimulated } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { checkText, maximumMessageSize, readDraft } from '../publish-draft.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(sns: Sns, input: PublishInput, call: Call): PublishResponse {
  checkText(input);
  const topic = sns.authorizedTopic(call, 'Publish', targetTopic(input));
  const draft = readDraft(topic, input);
  if (draft.size > maximumMessageSize(topic)) throw invalidParameter('Message too long');
  const { messageId, sequenceNumber } = sns.publish(topic, draft);
  return { MessageId: messageId, SequenceNumber: sequenceNumber };
}

/** A topic may be named as `TopicArn` or as `TargetArn`; phones and devices are not simulated. */
function targetTopic({ TopicArn: topicArn, TargetArn: targetArn, PhoneNumber: phone }: PublishInput): string {
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
    throw new NotSimulated('Publishing to a phone number (SMS)');
  }
  if (targetArn?.includes(':endpoint/')) {
    throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
  }
  return topicArn ?? targetArn!;
}
