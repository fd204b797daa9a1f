import { textFor } from './delivery/envelope.ts';
import { invalidParameter } from './errors.ts';
import { readSizedDraft, type PublishDraft } from './publish-draft.ts';
import type { Traced } from '../protocol/traced.ts';
import type { Call } from '../service.ts';
import type { Sns } from './sns.ts';
import type { PlatformEndpointRecord } from './store.ts';
import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';

/**
 * What a text message may have, all its parts together.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const MOST_CHARACTERS = 1600;

/** What a message to one phone or platform endpoint is checked against, as to a topic of no kind. */
const DIRECT = { fifo: false, attributes: {} };

/** Phones and platform endpoints get a message without any topic. */
export function publishDirectly(sns: Sns, input: PublishInput & Traced, call: Call): PublishResponse {
  const { PhoneNumber: phone, TargetArn: arn = '' } = input;
  const { outbox } = sns.deliveries;
  call.authorize({ action: 'sns:Publish', resource: phone === undefined ? arn : '*' });
  const message = { ...readSizedDraft(DIRECT, input), messageId: sns.random.uuid() };
  if (phone !== undefined) outbox.text(phone, checkLength(message));
  else outbox.push(findTarget(sns, arn), message);
  return { MessageId: message.messageId };
}

function checkLength<Draft extends PublishDraft>(draft: Draft): Draft {
  const { length } = textFor(draft, 'sms');
  if (length <= MOST_CHARACTERS) return draft;
  throw invalidParameter(
    `Message too long: a text message has at most ${MOST_CHARACTERS} characters, this one ${length}`,
  );
}

function findTarget(sns: Sns, arn: string): PlatformEndpointRecord {
  const endpoint = sns.store.platformEndpoints.get(arn);
  if (endpoint === undefined) {
    throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
  }
  return endpoint;
}
