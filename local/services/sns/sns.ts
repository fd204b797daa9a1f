import { Deduplication } from './deduplication.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { topicNotFound } from './errors.ts';
import { Filter, type FilterVerdict } from './filter/filter.ts';
import { topicPolicy } from './policy.ts';
import { SnsStore, type MessageRecord, type SnsChange, type SubscriptionRecord, type TopicRecord } from './store.ts';
import { textFor } from './delivery/envelope.ts';
import { checkTopicArn } from './topic-arn.ts';
import type { FilterPolicy, FilterPolicyScope } from './filter/validate-policy.ts';
import type { SnsPorts } from './ports.ts';
import type { PublishDraft } from './publish-draft.ts';
import type { Random } from '../../clock/random.ts';
import type { Call, PolicyDocument, Surroundings } from '../service.ts';

/** What Publish answers. */
export interface Published {
  readonly messageId: string;
  /** FIFO topics only. */
  readonly sequenceNumber?: string;
}

/**
 * The SNS engine of one account and region. Publishing takes the message and returns; subscribers are served from the
 * clock, in the order they subscribed.
 */
export class Sns {
  readonly surroundings: Surroundings;
  readonly store = new SnsStore();
  readonly random: Random;
  readonly deliveries: Deliveries;
  readonly #sequences = new Map<string, number>();
  readonly #deduplication = new Map<string, Deduplication>();
  // Records are replaced, never changed, so that what was made of one stays true for as long as it lives.
  readonly #filters = new WeakMap<SubscriptionRecord, Filter | 'none'>();
  readonly #policies = new WeakMap<TopicRecord, PolicyDocument>();

  constructor(surroundings: Surroundings, ports: SnsPorts) {
    this.surroundings = surroundings;
    this.random = surroundings.random.fork('sns');
    this.deliveries = new Deliveries(surroundings, this.store, ports, this.random);
    this.store.onRestored = (change) => this.#restored(change);
  }

  topicArn(name: string): string {
    const { region, accountId } = this.surroundings;
    return `arn:aws:sns:${region}:${accountId}:${name}`;
  }

  /**
   * The topic that a caller may use.
   *
   * @param action without its prefix: `Publish`
   * @throws AwsError `InvalidParameter` for what is no topic's ARN, `NotFound`, `AccessDenied`
   */
  authorizedTopic(
    call: Call,
    action: string,
    topicArn: string | undefined,
    conditions: Readonly<Record<string, string>> = {},
  ): TopicRecord {
    const arn = checkTopicArn(topicArn, this.surroundings.region);
    const topic = this.store.topics.get(arn);
    // AWS's default policy trusts services by the account they act for.
    const service = call.caller.principal.endsWith('.amazonaws.com');
    call.authorize({
      action: `sns:${action}`,
      resource: arn,
      policy: topic && this.policyOf(topic),
      conditions: service ? { 'aws:SourceOwner': this.surroundings.accountId, ...conditions } : conditions,
    });
    if (topic === undefined) throw topicNotFound();
    return topic;
  }

  policyOf(topic: TopicRecord): PolicyDocument {
    let policy = this.#policies.get(topic);
    if (policy === undefined) {
      policy = topicPolicy(topic, this.surroundings.accountId);
      this.#policies.set(topic, policy);
    }
    return policy;
  }

  /** Takes a validated message and sets its deliveries going. A duplicate is answered like the message it repeats. */
  publish(topic: TopicRecord, draft: PublishDraft): Published {
    const { clock, journal } = this.surroundings;
    const perGroup = topic.attributes['FifoThroughputScope'] === 'MessageGroup';
    if (topic.fifo) {
      const taken = this.#deduplicationOf(topic.arn).find(
        perGroup,
        draft.messageGroupId!,
        draft.messageDeduplicationId!,
        clock.now(),
      );
      if (taken !== undefined) {
        journal({
          service: 'sns',
          event: 'deduplicated',
          resource: topic.arn,
          messageId: taken.messageId,
          messageDeduplicationId: draft.messageDeduplicationId,
        });
        return { messageId: taken.messageId, sequenceNumber: taken.sequenceNumber };
      }
    }
    const message = this.#message(topic, draft);
    if (topic.fifo) this.#remember(message);
    this.#fanOut(message, draft.size);
    return { messageId: message.messageId, ...(topic.fifo && { sequenceNumber: message.sequenceNumber! }) };
  }

  /** Replays a change; call `resume` after the last. */
  restore(change: SnsChange): void {
    this.store.restore(change);
  }

  /** Changes that, restored into a new engine in this order, make this one again. */
  *snapshot(): Generator<SnsChange> {
    yield* this.store.snapshot();
    for (const [topicArn, last] of this.#sequences) yield { kind: 'sequence', topicArn, last };
    for (const [topicArn, deduplication] of this.#deduplication) {
      for (const [key, taken] of deduplication.entries()) yield { kind: 'taken', topicArn, key, taken };
    }
  }

  /** Picks up what a log brought back. */
  resume(): void {
    this.deliveries.start([...this.store.deliveries.keys()]);
  }

  #restored(change: SnsChange): void {
    if (change.kind === 'published') this.#remember(change.message);
    else if (change.kind === 'sequence') this.#sequences.set(change.topicArn, change.last);
    else if (change.kind === 'taken') this.#deduplicationOf(change.topicArn).set(change.key, change.taken);
  }

  #message(topic: TopicRecord, draft: PublishDraft): MessageRecord {
    const { size: _, ...content } = draft;
    return {
      messageId: this.random.uuid(),
      topicArn: topic.arn,
      ...content,
      ...(topic.fifo && { sequenceNumber: sequenceNumber((this.#sequences.get(topic.arn) ?? 0) + 1) }),
      publishedAt: this.surroundings.clock.now(),
    };
  }

  #fanOut(message: MessageRecord, size: number): void {
    const { journal } = this.surroundings;
    const { topicArn: resource, messageId } = message;
    const passed: string[] = [];
    const filteredOut: { subscriptionArn: string; reason: FilterVerdict }[] = [];
    for (const subscription of this.store.subscriptionsOf(resource)) {
      if (!subscription.confirmed) continue;
      const verdict = this.#judge(subscription, message);
      if (verdict === 'passed') passed.push(subscription.arn);
      else filteredOut.push({ subscriptionArn: subscription.arn, reason: verdict });
    }
    this.store.apply({ kind: 'published', message, subscriptionArns: passed });
    journal({
      service: 'sns',
      event: 'published',
      resource,
      messageId,
      body: message.text,
      size,
      subject: message.subject,
      messageGroupId: message.messageGroupId,
      messageDeduplicationId: message.messageDeduplicationId,
      sequenceNumber: message.sequenceNumber,
      attributes: message.attributes,
      subscriptions: passed.length,
    });
    for (const each of filteredOut) journal({ service: 'sns', event: 'filtered-out', resource, messageId, ...each });
    this.deliveries.begin(messageId, passed);
  }

  #judge(subscription: SubscriptionRecord, message: MessageRecord): FilterVerdict {
    let filter = this.#filters.get(subscription);
    if (filter === undefined) {
      const policy = subscription.attributes['FilterPolicy'];
      const scope = (subscription.attributes['FilterPolicyScope'] ?? 'MessageAttributes') as FilterPolicyScope;
      filter = policy === undefined ? 'none' : new Filter(JSON.parse(policy) as FilterPolicy, scope);
      this.#filters.set(subscription, filter);
    }
    if (filter === 'none') return 'passed';
    return filter.judge({ text: textFor(message, subscription.protocol), attributes: message.attributes });
  }

  #remember(message: MessageRecord): void {
    if (message.sequenceNumber === undefined) return;
    this.#sequences.set(message.topicArn, Number(message.sequenceNumber.slice(1, 17)));
    const perGroup = this.store.topics.get(message.topicArn)?.attributes['FifoThroughputScope'] === 'MessageGroup';
    this.#deduplicationOf(message.topicArn).remember(perGroup, message);
  }

  #deduplicationOf(topicArn: string): Deduplication {
    let deduplication = this.#deduplication.get(topicArn);
    if (deduplication === undefined) this.#deduplication.set(topicArn, (deduplication = new Deduplication()));
    return deduplication;
  }
}

/** Twenty digits that rise, as AWS gives them: `10000000000000003000`. */
function sequenceNumber(number: number): string {
  return `1${String(number).padStart(16, '0')}000`;
}
