import type { Taken } from './deduplication.ts';
import type { MessageAttribute } from './message-attributes.ts';

export interface TopicRecord {
  readonly arn: string;
  readonly name: string;
  readonly fifo: boolean;
  /** Only what was set: defaults are added when attributes are read. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** How many subscriptions were ever removed. */
  readonly subscriptionsDeleted: number;
}

export interface SubscriptionRecord {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Account of twelve digits. */
  readonly owner: string;
  readonly principal: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly confirmed: boolean;
  readonly confirmationWasAuthenticated: boolean;
  readonly authenticateOnUnsubscribe: boolean;
  /** What the endpoint proves its consent with. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Where push messages to one app's endpoints would go out. */
export interface PlatformApplicationRecord {
  readonly arn: string;
  /** `APNS`, `GCM`, … */
  readonly platform: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What push messages are for: one app on one device. */
export interface PlatformEndpointRecord {
  readonly arn: string;
  readonly applicationArn: string;
  /** `Enabled`, `Token` and, if given, `CustomUserData`. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface MessageRecord {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  /** The text for protocols that `texts` does not name. */
  readonly text: string;
  /** Texts by protocol, of a message with `MessageStructure` json. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  /** X-Ray's header of the request that published it. */
  readonly traceHeader?: string;
  /** FIFO topics only: twenty digits. */
  readonly sequenceNumber?: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
}

/** One message on its way to one subscription. */
export interface DeliveryRecord {
  readonly message: MessageRecord;
  readonly subscriptionArn: string;
  /** Failed attempts so far, of the phase it is in. */
  readonly attempts: number;
  /** `dead-letter` once the endpoint was given up. */
  readonly phase: 'endpoint' | 'dead-letter';
}

/** What FIFO topics remember of messages that are long delivered: only snapshots hold it. */
export type SnsMemory =
  | { readonly kind: 'sequence'; readonly topicArn: string; readonly last: number }
  | { readonly kind: 'taken'; readonly topicArn: string; readonly key: string; readonly taken: Taken };

/** One change of state, plain JSON, in the order it happened. */
export type SnsChange =
  | SnsMemory
  | { readonly kind: 'topic'; readonly topic: TopicRecord }
  | { readonly kind: 'topic-deleted'; readonly arn: string }
  | { readonly kind: 'subscription'; readonly subscription: SubscriptionRecord }
  | { readonly kind: 'subscription-deleted'; readonly arn: string }
  | { readonly kind: 'platform-application'; readonly application: PlatformApplicationRecord }
  | { readonly kind: 'platform-application-deleted'; readonly arn: string }
  | { readonly kind: 'platform-endpoint'; readonly endpoint: PlatformEndpointRecord }
  | { readonly kind: 'platform-endpoint-deleted'; readonly arn: string }
  | { readonly kind: 'sms-attributes'; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'published'; readonly message: MessageRecord; readonly subscriptionArns: readonly string[] }
  | {
      readonly kind: 'attempted';
      readonly messageId: string;
      readonly subscriptionArn: string;
      readonly attempts: number;
      readonly phase: DeliveryRecord['phase'];
    }
  | { readonly kind: 'settled'; readonly messageId: string; readonly subscriptionArn: string };

/** All state of the engine that must outlive it, changed only here. */
export class SnsStore {
  /** Told of every change, for a write-ahead log. */
  onChange: ((change: SnsChange) => void) | undefined;
  readonly topics = new Map<string, TopicRecord>();
  readonly subscriptions = new Map<string, SubscriptionRecord>();
  readonly platformApplications = new Map<string, PlatformApplicationRecord>();
  readonly platformEndpoints = new Map<string, PlatformEndpointRecord>();
  /** Only what was set. */
  smsAttributes: Readonly<Record<string, string>> = {};
  /** Deliveries not settled, by `messageId subscriptionArn`, oldest first. */
  readonly deliveries = new Map<string, DeliveryRecord>();
  readonly #byTopic = new Map<string, Map<string, SubscriptionRecord>>();
  readonly #byToken = new Map<string, string>();
  /** Told of every subscription that ends, its topic's end included. */
  onSubscriptionDeleted: ((arn: string) => void) | undefined;
  /** Told of what a log brings back, so that FIFO topics remember it. */
  onRestored: ((change: SnsChange) => void) | undefined;

  /** In the order they were made. */
  subscriptionsOf(topicArn: string): IterableIterator<SubscriptionRecord> {
    return (this.#byTopic.get(topicArn) ?? new Map<string, SubscriptionRecord>()).values();
  }

  *platformEndpointsOf(applicationArn: string): Generator<PlatformEndpointRecord> {
    for (const endpoint of this.platformEndpoints.values()) {
      if (endpoint.applicationArn === applicationArn) yield endpoint;
    }
  }

  subscriptionByToken(token: string): SubscriptionRecord | undefined {
    return this.subscriptions.get(this.#byToken.get(token) ?? '');
  }

  apply(change: SnsChange): void {
    this.#change(change);
    this.onChange?.(change);
  }

  /** Replays a change from a log. */
  restore(change: SnsChange): void {
    this.#change(change);
    this.onRestored?.(change);
  }

  /** Everything as changes that make it again. */
  *snapshot(): Generator<SnsChange> {
    for (const topic of this.topics.values()) yield { kind: 'topic', topic };
    for (const subscription of this.subscriptions.values()) yield { kind: 'subscription', subscription };
    for (const application of this.platformApplications.values()) yield { kind: 'platform-application', application };
    for (const endpoint of this.platformEndpoints.values()) yield { kind: 'platform-endpoint', endpoint };
    if (Object.keys(this.smsAttributes).length > 0) yield { kind: 'sms-attributes', attributes: this.smsAttributes };
    for (const { message, subscriptionArn, attempts, phase } of this.deliveries.values()) {
      yield { kind: 'published', message, subscriptionArns: [subscriptionArn] };
      yield { kind: 'attempted', messageId: message.messageId, subscriptionArn, attempts, phase };
    }
  }

  #change(change: SnsChange): void {
    switch (change.kind) {
      case 'topic':
        this.topics.set(change.topic.arn, change.topic);
        return;
      case 'topic-deleted':
        for (const { arn } of this.subscriptionsOf(change.arn)) this.#removeSubscription(arn);
        this.topics.delete(change.arn);
        this.#byTopic.delete(change.arn);
        return;
      case 'subscription':
        this.#putSubscription(change.subscription);
        return;
      case 'subscription-deleted':
        this.#removeSubscription(change.arn);
        return;
      case 'platform-application':
        this.platformApplications.set(change.application.arn, change.application);
        return;
      case 'platform-application-deleted':
        for (const { arn } of this.platformEndpointsOf(change.arn)) this.platformEndpoints.delete(arn);
        this.platformApplications.delete(change.arn);
        return;
      case 'platform-endpoint':
        this.platformEndpoints.set(change.endpoint.arn, change.endpoint);
        return;
      case 'platform-endpoint-deleted':
        this.platformEndpoints.delete(change.arn);
        return;
      case 'sms-attributes':
        this.smsAttributes = change.attributes;
        return;
      case 'published':
        for (const subscriptionArn of change.subscriptionArns) {
          this.deliveries.set(deliveryKey(change.message.messageId, subscriptionArn), {
            message: change.message,
            subscriptionArn,
            attempts: 0,
            phase: 'endpoint',
          });
        }
        return;
      case 'attempted': {
        const key = deliveryKey(change.messageId, change.subscriptionArn);
        const delivery = this.deliveries.get(key);
        if (delivery) this.deliveries.set(key, { ...delivery, attempts: change.attempts, phase: change.phase });
        return;
      }
      case 'settled':
        this.deliveries.delete(deliveryKey(change.messageId, change.subscriptionArn));
    }
  }

  #putSubscription(subscription: SubscriptionRecord): void {
    this.subscriptions.set(subscription.arn, subscription);
    this.#byToken.set(subscription.token, subscription.arn);
    let ofTopic = this.#byTopic.get(subscription.topicArn);
    if (ofTopic === undefined) this.#byTopic.set(subscription.topicArn, (ofTopic = new Map()));
    ofTopic.set(subscription.arn, subscription);
  }

  #removeSubscription(arn: string): void {
    const subscription = this.subscriptions.get(arn);
    if (subscription === undefined) return;
    this.subscriptions.delete(arn);
    this.#byToken.delete(subscription.token);
    this.#byTopic.get(subscription.topicArn)?.delete(arn);
    this.onSubscriptionDeleted?.(arn);
  }
}

export function deliveryKey(messageId: string, subscriptionArn: string): string {
  return `${messageId} ${subscriptionArn}`;
}
