import { httpDelivery } from '../delivery-policy.ts';
import { originOf } from './envelope.ts';
import { describe, HttpRefusal, isClientError } from './failure.ts';
import { announcementPost, isLoopback, type HttpAnnouncement } from './http.ts';
import { retryDelay } from './retry.ts';
import type { Random } from '../../../clock/random.ts';
import type { Surroundings } from '../../service.ts';
import type { SnsPorts } from '../ports.ts';
import type { SnsStore, SubscriptionRecord } from '../store.ts';

/** Tells endpoints about their own subscription: asks them to confirm it, or that it was ended. */
export class Announcer {
  readonly #surroundings: Surroundings;
  readonly #store: SnsStore;
  readonly #ports: SnsPorts;
  readonly #random: Random;

  constructor(surroundings: Surroundings, store: SnsStore, ports: SnsPorts, random: Random) {
    this.#surroundings = surroundings;
    this.#store = store;
    this.#ports = ports;
    this.#random = random;
  }

  /** Sends as soon as the caller has its answer, only to HTTP(S) endpoints on this machine. */
  announce(subscription: SubscriptionRecord, type: HttpAnnouncement['type']): void {
    const { clock } = this.#surroundings;
    if (!subscription.protocol.startsWith('http') || !isLoopback(subscription.endpoint)) {
      this.#journal('not-simulated', subscription, {
        what: `${type} to ${subscription.protocol} endpoints outside this machine`,
      });
      return;
    }
    const announcement = { type, messageId: this.#random.uuid(), at: clock.now() };
    clock.schedule(clock.now(), () => this.#attempt(subscription, announcement, 1));
  }

  #attempt(subscription: SubscriptionRecord, announcement: HttpAnnouncement, attempt: number): void {
    const topic = this.#store.topics.get(subscription.topicArn);
    const policy = httpDelivery(topic?.attributes['DeliveryPolicy'], subscription.attributes['DeliveryPolicy']);
    const { headers, body } = announcementPost(
      announcement,
      subscription,
      originOf(topic, this.#surroundings.endpoint),
    );
    const details = { type: announcement.type, messageId: announcement.messageId, attempt };
    const retry = retryDelay(policy.retry);
    this.#post(subscription.endpoint, headers, body).then(
      () => this.#journal('announced', subscription, details),
      (error: unknown) => {
        this.#journal('announcement-failed', subscription, { ...details, error: describe(error) });
        const wait = isClientError(error) ? undefined : retry(attempt);
        if (wait === undefined) return;
        const { clock } = this.#surroundings;
        clock.schedule(clock.now() + wait, () => this.#attempt(subscription, announcement, attempt + 1));
      },
    );
  }

  async #post(url: string, headers: Record<string, string>, body: string): Promise<void> {
    const status = await this.#ports.postHttp(url, headers, body);
    if (status < 200 || status > 299) throw new HttpRefusal(status);
  }

  #journal(event: string, subscription: SubscriptionRecord, details: Record<string, unknown>): void {
    const { topicArn: resource, arn: subscriptionArn, protocol, endpoint } = subscription;
    this.#surroundings.journal({ service: 'sns', event, resource, subscriptionArn, protocol, endpoint, ...details });
  }
}
