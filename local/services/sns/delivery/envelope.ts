import type { MessageAttribute } from '../message-attributes.ts';
import type { QueueMessageAttribute } from '../ports.ts';
import type { MessageRecord, SubscriptionRecord, TopicRecord } from '../store.ts';

/** In place of an RSA signature: nothing here is signed, and whoever verifies should see why it fails. */
export const SIGNATURE = 'signing-is-not-simulated';

/** What an envelope tells of the topic and of the port that its links lead to. */
export interface Origin {
  readonly endpoint: string;
  readonly signatureVersion: string;
}

export function originOf(topic: TopicRecord | undefined, endpoint: string): Origin {
  return { endpoint, signatureVersion: topic?.attributes['SignatureVersion'] ?? '1' };
}

/** The text for a protocol, of a message with one text per protocol. */
export function textFor(message: Pick<MessageRecord, 'text' | 'texts'>, protocol: string): string {
  return message.texts?.[protocol] ?? message.text;
}

/**
 * The JSON that subscribers without raw delivery get. FIFO topics send no signature, and a sequence number instead.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function notification(message: MessageRecord, subscription: SubscriptionRecord, origin: Origin): string {
  const attributes = Object.entries(message.attributes);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: message.messageId,
    SequenceNumber: message.sequenceNumber,
    TopicArn: message.topicArn,
    Subject: message.subject,
    Message: textFor(message, subscription.protocol),
    Timestamp: timestamp(message),
    ...(message.sequenceNumber === undefined && {
      SignatureVersion: origin.signatureVersion,
      Signature: SIGNATURE,
      SigningCertURL: signingCertUrl(origin.endpoint),
    }),
    UnsubscribeURL: unsubscribeUrl(subscription.arn, origin.endpoint),
    MessageAttributes: attributes.length === 0 ? undefined : jsonAttributes(message.attributes),
  });
}

/** The event of a Lambda subscriber. */
export function lambdaEvent(message: MessageRecord, subscription: SubscriptionRecord, origin: Origin): string {
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: 'Notification',
          MessageId: message.messageId,
          TopicArn: message.topicArn,
          Subject: message.subject ?? null,
          Message: textFor(message, 'lambda'),
          Timestamp: timestamp(message),
          SignatureVersion: origin.signatureVersion,
          Signature: SIGNATURE,
          SigningCertUrl: signingCertUrl(origin.endpoint),
          UnsubscribeUrl: unsubscribeUrl(subscription.arn, origin.endpoint),
          MessageAttributes: jsonAttributes(message.attributes),
        },
      },
    ],
  });
}

export function queueAttributes(
  attributes: Readonly<Record<string, MessageAttribute>>,
): Record<string, QueueMessageAttribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      binaryValue === undefined
        ? { DataType: dataType, StringValue: stringValue! }
        : { DataType: dataType, BinaryValue: Buffer.from(binaryValue, 'base64') },
    ]),
  );
}

export function signingCertUrl(endpoint: string): string {
  return `${endpoint}/SimpleNotificationService-${SIGNATURE}.pem`;
}

export function unsubscribeUrl(subscriptionArn: string, endpoint: string): string {
  return `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}

function timestamp({ publishedAt }: MessageRecord): string {
  return new Date(publishedAt).toISOString();
}

function jsonAttributes(
  attributes: Readonly<Record<string, MessageAttribute>>,
): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { Type: dataType, Value: stringValue ?? binaryValue! },
    ]),
  );
}
