import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';

/** A message in a dead-letter queue, with what is known of why. */
export interface DeadLetter {
  /** Its id in the dead-letter queue. */
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** Of a FIFO queue. */
  readonly groupId?: string;
  /** Milliseconds since the epoch. SQS keeps the first send's time when it moves a standard queue's message. */
  readonly sentAt: number;
  /** The stable word that the consumer gave, or the scheduler's error; undefined where SQS moved the message by itself. */
  readonly reason?: string;
  readonly errorType?: string;
  readonly errorMessage?: string;
  /** Receives in the work queue. */
  readonly attempts?: number;
  /** Id in the work queue: the key of its failure record. */
  readonly sourceMessageId: string;
  /** ARN of the queue that it was set aside from, where it is known. */
  readonly sourceArn?: string;
  /** Of the envelope, where the body is one. */
  readonly type?: string;
  readonly subject?: string;
  readonly eventId?: string;
}

/** What a consumer, or the scheduler, adds to a message that it sets aside; the rest are the sender's own. */
export const setAsideAttributes: ReadonlySet<string> = new Set([
  'reason',
  'errorType',
  'errorMessage',
  'attempts',
  'sourceMessageId',
  'sourceArn',
  'businessId',
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
  'ERROR_CODE',
  'ERROR_MESSAGE',
  'EXECUTION_ID',
  'EXHAUSTED_RETRY_CONDITION',
  'IS_PAYLOAD_TRUNCATED',
  'RETRY_ATTEMPTS',
  'SCHEDULED_TIME',
  'SCHEDULE_ARN',
  'TARGET_ARN',
]);

export function deadLetterOf(message: Message): DeadLetter {
  const attributes = message.MessageAttributes ?? {};
  const text = (name: string): string | undefined => attributes[name]?.StringValue;
  const system = message.Attributes ?? {};
  const sourceArn = text('sourceArn') ?? (system as Record<string, string>)['DeadLetterQueueSourceArn'];
  const attempts = text('attempts');
  return {
    id: message.MessageId!,
    receiptHandle: message.ReceiptHandle!,
    body: message.Body!,
    attributes,
    sentAt: Number(system.SentTimestamp),
    sourceMessageId: text('sourceMessageId') ?? message.MessageId!,
    ...optional({
      groupId: system.MessageGroupId,
      reason: text('reason') ?? text('ERROR_CODE'),
      errorType: text('errorType'),
      errorMessage: text('errorMessage') ?? text('ERROR_MESSAGE'),
      sourceArn,
      attempts: attempts === undefined ? undefined : Number(attempts),
    }),
    ...envelopeOf(message.Body!, text('businessId')),
  };
}

/** What may be told of a message without its body. */
export function factsOf({ sentAt, ...letter }: DeadLetter): object {
  const { receiptHandle: _handle, body: _body, attributes: _attributes, ...facts } = letter;
  return { ...facts, sentAt: new Date(sentAt).toISOString() };
}

/** All that is needed to send a message again, by hand if need be. */
export function kept({ id, body, attributes, groupId }: DeadLetter): object {
  return { id, body, attributes, ...(groupId !== undefined && { groupId }) };
}

/** What an envelope says of itself; a body that is none says nothing. */
function envelopeOf(body: string, businessId?: string): Pick<DeadLetter, 'type' | 'subject' | 'eventId'> {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return optional({ subject: businessId });
  }
  const { type, subject, id } = (given ?? {}) as Record<string, unknown>;
  const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return optional({ type: word(type), subject: word(subject) ?? businessId, eventId: word(id) });
}

function optional<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
