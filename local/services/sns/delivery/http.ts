import { notification, signingCertUrl, SIGNATURE, textFor, type Origin } from './envelope.ts';
import type { MessageRecord, SubscriptionRecord } from '../store.ts';

/** One POST to a subscriber. */
export interface HttpPost {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Whether an endpoint is on this machine: nothing here talks to any other. */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html */
export function notificationPost(
  message: MessageRecord,
  subscription: SubscriptionRecord,
  contentType: string,
  origin: Origin,
): HttpPost {
  const raw = subscription.attributes['RawMessageDelivery'] === 'true';
  return {
    headers: {
      ...headers('Notification', message.messageId, subscription, contentType),
      'x-amz-sns-subscription-arn': subscription.arn,
      ...(raw && { 'x-amz-sns-rawdelivery': 'true' }),
    },
    body: raw ? textFor(message, subscription.protocol) : notification(message, subscription, origin),
  };
}

/** What is being asked of, or told to, an HTTP(S) endpoint about its own subscription. */
export interface HttpAnnouncement {
  readonly type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The message that asks for consent, or tells of an unsubscription that the owner did not make. */
export function announcementPost(
  { type, messageId, at }: HttpAnnouncement,
  subscription: SubscriptionRecord,
  { endpoint, signatureVersion }: Origin,
): HttpPost {
  const { topicArn, token } = subscription;
  const text =
    type === 'SubscriptionConfirmation'
      ? `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
      : `You have chosen to deactivate subscription ${subscription.arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
  return {
    // The content type of a delivery policy is for notifications alone.
    headers: headers(type, messageId, subscription, 'text/plain; charset=UTF-8'),
    body: JSON.stringify({
      Type: type,
      MessageId: messageId,
      Token: token,
      TopicArn: topicArn,
      Message: text,
      SubscribeURL: `${endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
      Timestamp: new Date(at).toISOString(),
      SignatureVersion: signatureVersion,
      Signature: SIGNATURE,
      SigningCertURL: signingCertUrl(endpoint),
    }),
  };
}

function headers(
  type: string,
  messageId: string,
  { topicArn }: SubscriptionRecord,
  contentType: string,
): Record<string, string> {
  return {
    'accept-encoding': 'gzip,deflate',
    'content-type': contentType,
    'user-agent': 'Amazon Simple Notification Service Agent',
    'x-amz-sns-message-type': type,
    'x-amz-sns-message-id': messageId,
    'x-amz-sns-topic-arn': topicArn,
  };
}
