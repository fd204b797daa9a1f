import { invalidParameter } from '../errors.ts';
import { isPhoneNumber } from '../phone-number.ts';
import { publishDirectly } from '../publish-directly.ts';
import { checkText, readSizedDraft } from '../publish-draft.ts';
import type { Traced } from '../../protocol/traced.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(sns: Sns, input: PublishInput & Traced, call: Call): PublishResponse {
  checkText(input);
  const target = targetTopic(input);
  if (target === undefined) return publishDirectly(sns, input, call);
  const topic = sns.authorizedTopic(call, 'Publish', target);
  const { messageId, sequenceNumber } = sns.publish(topic, readSizedDraft(topic, input));
  return { MessageId: messageId, SequenceNumber: sequenceNumber };
}

/** A topic may be named as `TopicArn` or as `TargetArn`; undefined for a phone or a platform endpoint. */
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
  if (phone !== undefined && !isPhoneNumber(phone)) {
    throw invalidParameter(`PhoneNumber Reason: ${phone} is not valid to publish to`);
  }
  if (phone !== undefined || targetArn?.includes(':endpoint/')) return undefined;
  return topicArn ?? targetArn!;
}
