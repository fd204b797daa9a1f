import { AwsError, NotSimulated } from '../../aws-error.ts';
import { httpDelivery } from '../delivery-policy.ts';
import { isFifoArn } from '../topic-arn.ts';
import { lambdaEvent, notification, originOf, queueAttributes, textFor, type Origin } from './envelope.ts';
import { HttpRefusal } from './failure.ts';
import { notificationPost } from './http.ts';
import type { Caller, Surroundings } from '../../service.ts';
import type { Outbox } from './outbox.ts';
import type { QueueMessage, SnsPorts } from '../ports.ts';
import type { MessageRecord, PlatformEndpointRecord, SnsStore, SubscriptionRecord } from '../store.ts';

/** SQS takes at most ten message attributes. */
const MOST_QUEUE_ATTRIBUTES = 10;

/** Hands messages to subscribers and dead-letter queues, in the form each of them gets. */
export class Sender {
  readonly #surroundings: Surroundings;
  readonly #store: SnsStore;
  readonly #ports: SnsPorts;
  readonly #outbox: Outbox;

  constructor(surroundings: Surroundings, store: SnsStore, ports: SnsPorts, outbox: Outbox) {
    this.#surroundings = surroundings;
    this.#store = store;
    this.#ports = ports;
    this.#outbox = outbox;
  }

  /** @returns the id that the message got in a queue, if it went to one */
  toEndpoint(message: MessageRecord, subscription: SubscriptionRecord): string | void | Promise<string | void> {
    const { endpoint, protocol } = subscription;
    switch (protocol) {
      case 'sqs': {
        const raw = subscription.attributes['RawMessageDelivery'] === 'true';
        checkAttributeCount(raw, message);
        return this.#ports.sendToQueue(endpoint, this.#queueMessage(message, subscription, endpoint, raw), by(message));
      }
      case 'lambda':
        return this.#ports.invokeFunction(
          endpoint,
          lambdaEvent(message, subscription, this.#origin(subscription)),
          by(message),
        );
      case 'http':
      case 'https':
        return this.#post(message, subscription);
      case 'sms':
        return this.#outbox.text(endpoint, message);
      case 'application':
        return this.#outbox.push(this.#platformEndpoint(endpoint), message);
      default:
        throw new NotSimulated(`SNS delivery by ${protocol}`);
    }
  }

  /** The same form as the endpoint would have got, unless a queue cannot hold it: then the envelope. */
  toDeadLetterQueue(
    message: MessageRecord,
    subscription: SubscriptionRecord,
    queueArn: string,
  ): string | void | Promise<string | void> {
    const raw =
      subscription.attributes['RawMessageDelivery'] === 'true' &&
      Object.keys(message.attributes).length <= MOST_QUEUE_ATTRIBUTES;
    return this.#ports.sendToQueue(queueArn, this.#queueMessage(message, subscription, queueArn, raw), by(message));
  }

  #queueMessage(
    message: MessageRecord,
    subscription: SubscriptionRecord,
    queueArn: string,
    raw: boolean,
  ): QueueMessage {
    const { messageGroupId, messageDeduplicationId, traceHeader } = message;
    // A standard queue gets the group of a standard topic (fair queues), but not that of a FIFO topic.
    const fifoQueue = isFifoArn(queueArn);
    const grouped = messageGroupId !== undefined && fifoQueue === isFifoArn(message.topicArn);
    return {
      body: raw
        ? textFor(message, subscription.protocol)
        : notification(message, subscription, this.#origin(subscription)),
      messageAttributes: raw ? queueAttributes(message.attributes) : {},
      ...(traceHeader !== undefined && { traceHeader }),
      ...(grouped && { messageGroupId }),
      ...(grouped && fifoQueue && { messageDeduplicationId: messageDeduplicationId! }),
    };
  }

  #platformEndpoint(arn: string): PlatformEndpointRecord {
    const endpoint = this.#store.platformEndpoints.get(arn);
    if (endpoint === undefined) throw new AwsError('NotFound', 'Endpoint does not exist', { status: 404 });
    return endpoint;
  }

  #origin(subscription: SubscriptionRecord): Origin {
    return originOf(this.#store.topics.get(subscription.topicArn), this.#surroundings.endpoint);
  }

  async #post(message: MessageRecord, subscription: SubscriptionRecord): Promise<void> {
    const topic = this.#store.topics.get(subscription.topicArn);
    const { contentType } = httpDelivery(
      topic?.attributes['DeliveryPolicy'],
      subscription.attributes['DeliveryPolicy'],
    );
    const { headers, body } = notificationPost(message, subscription, contentType, this.#origin(subscription));
    const status = await this.#ports.postHttp(subscription.endpoint, headers, body);
    if (status < 200 || status > 299) throw new HttpRefusal(status);
  }
}

function checkAttributeCount(raw: boolean, message: MessageRecord): void {
  const count = Object.keys(message.attributes).length;
  if (raw && count > MOST_QUEUE_ATTRIBUTES) {
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes [${count}] exceeds the allowed maximum [${MOST_QUEUE_ATTRIBUTES}].`,
    );
  }
}

function by({ topicArn }: MessageRecord): Caller {
  return { principal: 'sns.amazonaws.com', sourceArn: topicArn };
}
