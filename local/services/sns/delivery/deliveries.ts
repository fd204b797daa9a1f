import { httpDelivery, type HttpDelivery } from '../delivery-policy.ts';
import { deliveryKey, type DeliveryRecord, type SnsStore, type SubscriptionRecord } from '../store.ts';
import { Announcer } from './announcer.ts';
import { describe, isClientError } from './failure.ts';
import { Outbox } from './outbox.ts';
import { managedRetryDelay, retryDelay, type RetryDelay } from './retry.ts';
import { Sender } from './send.ts';
import { Throttle } from './throttle.ts';
import type { Random } from '../../../clock/random.ts';
import type { Surroundings } from '../../service.ts';
import type { SnsPorts } from '../ports.ts';

/**
 * Carries messages from the topic to each subscriber, with retries over the clock, and to dead-letter queues when
 * that fails. Messages of one FIFO group reach one subscriber strictly one after the other.
 */
export class Deliveries {
  readonly announcer: Announcer;
  readonly outbox: Outbox;
  readonly #surroundings: Surroundings;
  readonly #store: SnsStore;
  readonly #sender: Sender;
  readonly #throttle = new Throttle();
  /** Deliveries that wait for the one before them, by subscription and message group. */
  readonly #lanes = new Map<string, string[]>();

  constructor(surroundings: Surroundings, store: SnsStore, ports: SnsPorts, random: Random) {
    this.#surroundings = surroundings;
    this.#store = store;
    this.outbox = new Outbox(surroundings, store);
    this.#sender = new Sender(surroundings, store, ports, this.outbox);
    this.announcer = new Announcer(surroundings, store, ports, random);
    store.onSubscriptionDeleted = (arn) => this.#throttle.forget(arn);
  }

  /** Starts the deliveries of one message, as soon as the publisher has its answer. */
  begin(messageId: string, subscriptionArns: readonly string[]): void {
    if (subscriptionArns.length === 0) return;
    this.start(subscriptionArns.map((arn) => deliveryKey(messageId, arn)));
  }

  start(keys: readonly string[]): void {
    const { clock } = this.#surroundings;
    clock.schedule(clock.now(), () => {
      for (const key of keys) this.#enter(key);
    });
  }

  #enter(key: string): void {
    const delivery = this.#store.deliveries.get(key);
    if (delivery === undefined) return;
    const lane = laneOf(delivery);
    if (lane === undefined) return this.#attempt(key);
    const waiting = this.#lanes.get(lane);
    if (waiting !== undefined) {
      waiting.push(key);
      return;
    }
    this.#lanes.set(lane, []);
    this.#attempt(key);
  }

  #attempt(key: string): void {
    const { clock } = this.#surroundings;
    const wait = this.#turn(key);
    if (wait === 0) this.#deliver(key);
    else clock.schedule(clock.now() + wait, () => this.#deliver(key));
  }

  /** Milliseconds until the endpoint's throttle policy lets this delivery through. */
  #turn(key: string): number {
    const { subscriptionArn = '', phase } = this.#store.deliveries.get(key) ?? {};
    const subscription = this.#store.subscriptions.get(subscriptionArn);
    if (subscription === undefined || phase !== 'endpoint') return 0;
    const perSecond = this.#httpDelivery(subscription)?.perSecond;
    if (perSecond === undefined) return 0;
    return this.#throttle.turn(subscriptionArn, perSecond, this.#surroundings.clock.now());
  }

  /** Reads both records itself: the subscription may have changed or ended while its turn came. */
  #deliver(key: string): void {
    const delivery = this.#store.deliveries.get(key);
    if (delivery === undefined) return;
    const subscription = this.#store.subscriptions.get(delivery.subscriptionArn);
    if (subscription === undefined) return this.#discard(key, delivery, 'the subscription was removed');
    try {
      const sent = this.#send(delivery, subscription);
      if (sent instanceof Promise) {
        sent.then(
          (id) => this.#delivered(key, delivery, subscription, id),
          (error: unknown) => this.#failed(key, delivery, subscription, error),
        );
      } else {
        this.#delivered(key, delivery, subscription, sent);
      }
    } catch (error) {
      this.#failed(key, delivery, subscription, error);
    }
  }

  #send(delivery: DeliveryRecord, subscription: SubscriptionRecord): string | void | Promise<string | void> {
    const { message, phase } = delivery;
    if (phase === 'endpoint') return this.#sender.toEndpoint(message, subscription);
    return this.#sender.toDeadLetterQueue(message, subscription, deadLetterQueue(subscription)!);
  }

  #delivered(key: string, delivery: DeliveryRecord, subscription: SubscriptionRecord, id: string | void): void {
    const deadLettered = delivery.phase === 'dead-letter';
    this.#journal(deadLettered ? 'dead-lettered' : 'delivered', delivery, {
      protocol: subscription.protocol,
      endpoint: deadLettered ? deadLetterQueue(subscription) : subscription.endpoint,
      attempt: delivery.attempts + 1,
      ...(typeof id === 'string' && { deliveredMessageId: id }),
    });
    this.#settle(key, delivery);
  }

  #failed(key: string, delivery: DeliveryRecord, subscription: SubscriptionRecord, error: unknown): void {
    const permanent = isClientError(error);
    const attempts = delivery.attempts + 1;
    const wait = permanent ? undefined : this.#retryDelay(delivery, subscription)(attempts);
    this.#journal(delivery.phase === 'endpoint' ? 'delivery-failed' : 'dead-letter-failed', delivery, {
      protocol: subscription.protocol,
      endpoint: subscription.endpoint,
      attempt: attempts,
      error: describe(error),
      fault: permanent ? 'client' : 'server',
      ...(wait !== undefined && { retryInSeconds: wait / 1000 }),
    });
    if (wait !== undefined) {
      this.#record(delivery, attempts, delivery.phase);
      const { clock } = this.#surroundings;
      clock.schedule(clock.now() + wait, () => this.#attempt(key));
    } else if (delivery.phase === 'endpoint' && deadLetterQueue(subscription) !== undefined) {
      this.#record(delivery, 0, 'dead-letter');
      this.#attempt(key);
    } else {
      this.#discard(key, delivery, describe(error));
    }
  }

  #retryDelay({ phase }: DeliveryRecord, subscription: SubscriptionRecord): RetryDelay {
    const policy = phase === 'endpoint' ? this.#httpDelivery(subscription) : undefined;
    return policy === undefined ? managedRetryDelay : retryDelay(policy.retry);
  }

  /** Undefined for protocols that have no delivery policy. */
  #httpDelivery({ protocol, topicArn, attributes }: SubscriptionRecord): HttpDelivery | undefined {
    if (!protocol.startsWith('http')) return undefined;
    return httpDelivery(this.#store.topics.get(topicArn)?.attributes['DeliveryPolicy'], attributes['DeliveryPolicy']);
  }

  #record({ message, subscriptionArn }: DeliveryRecord, attempts: number, phase: DeliveryRecord['phase']): void {
    this.#store.apply({ kind: 'attempted', messageId: message.messageId, subscriptionArn, attempts, phase });
  }

  #discard(key: string, delivery: DeliveryRecord, reason: string): void {
    this.#journal('discarded', delivery, { reason });
    this.#settle(key, delivery);
  }

  #settle(key: string, delivery: DeliveryRecord): void {
    const { message, subscriptionArn } = delivery;
    this.#store.apply({ kind: 'settled', messageId: message.messageId, subscriptionArn });
    const lane = laneOf(delivery);
    if (lane === undefined) return;
    const next = this.#lanes.get(lane)?.shift();
    if (next === undefined) this.#lanes.delete(lane);
    // From the clock, so that a long lane does not grow the stack.
    else this.#surroundings.clock.schedule(this.#surroundings.clock.now(), () => this.#attempt(next));
  }

  #journal(event: string, { message, subscriptionArn }: DeliveryRecord, details: Record<string, unknown>): void {
    const { topicArn: resource, messageId } = message;
    this.#surroundings.journal({ service: 'sns', event, resource, messageId, subscriptionArn, ...details });
  }
}

/** Only FIFO topics keep order. */
function laneOf({ message, subscriptionArn }: DeliveryRecord): string | undefined {
  if (message.sequenceNumber === undefined) return undefined;
  return `${subscriptionArn} ${message.messageGroupId}`;
}

function deadLetterQueue(subscription: SubscriptionRecord): string | undefined {
  const policy = subscription.attributes['RedrivePolicy'];
  if (policy === undefined) return undefined;
  return (JSON.parse(policy) as { deadLetterTargetArn: string }).deadLetterTargetArn;
}
