import { ApiClient, isUnsure } from '../api-client.ts';
import type { Clients } from '../pipeline.ts';
import { customers, products } from './shop.ts';
import type { World } from '../world.ts';

const minute = 60_000;

interface Intent {
  readonly customerId: string;
  readonly key: string;
  readonly body: string;
}

/** Places orders through the API as trusted backends do: with a key, again under the same key when no answer came. */
export class Shoppers implements Clients {
  readonly #world: World;
  readonly #client: ApiClient;
  readonly #random;

  constructor(world: World) {
    this.#world = world;
    this.#client = new ApiClient(world, 'shoppers');
    this.#random = this.#client.random;
  }

  get busy(): number {
    return this.#client.busy;
  }

  /** Spreads `count` orders over the next three minutes. */
  shop(count: number): void {
    for (let index = 0; index < count; index++) {
      const intent = this.#intent(index);
      this.#client.later(this.#random.below(3 * minute), () => this.#place(intent, 1));
    }
  }

  #intent(index: number): Intent {
    const customerId = customers[this.#random.below(customers.length)]!.customerId;
    const chosen = products.filter(() => this.#random.next() < 0.5);
    const items = (chosen.length === 0 ? [products[0]!] : chosen).map(({ sku }) => ({
      sku,
      quantity: 1 + this.#random.below(2),
    }));
    const note = `canary-${index}`;
    // Customers are free to use equal keys; each has its own.
    return {
      customerId,
      key: `key-${index % 12}-${customerId}`.slice(0, index % 3 === 0 ? 6 : 64),
      body: JSON.stringify({ customerId, items, note }),
    };
  }

  async #place(intent: Intent, attempt: number): Promise<void> {
    const { plan } = this.#world;
    const answer = await this.#client.post('/orders', intent.key, intent.body);
    const orderId = answer.status === 202 ? (JSON.parse(answer.body) as { orderId: string }).orderId : undefined;
    this.#record('place', intent, answer.status, orderId);
    if ((isUnsure(answer) || plan.strikes('client-retries')) && attempt < 6) {
      this.#client.later(500 + this.#random.below(20_000), () => this.#place(intent, attempt + 1));
    }
    if (orderId === undefined) return;
    if (attempt === 1 && plan.strikes('crashing-message'))
      this.#world.outbreak.crashing.set(orderId, plan.between(0, 1) === 0 ? '' : '"COMPLETED"');
    if (plan.strikes('client-other-body')) {
      const other = {
        ...intent,
        body: JSON.stringify({ customerId: intent.customerId, items: [{ sku: 'tea', quantity: 7 }] }),
      };
      this.#client.later(this.#random.below(minute), () => this.#placeOther(other));
    }
    if (plan.strikes('cancellations')) {
      // Most while the order is under way, which is soon; some long after.
      this.#client.later(this.#random.below(this.#random.next() < 0.7 ? 600 : 20_000), () =>
        this.#cancel(intent, orderId, 1),
      );
    }
  }

  async #placeOther(intent: Intent): Promise<void> {
    const answer = await this.#client.post('/orders', intent.key, intent.body);
    const orderId = answer.status === 202 ? (JSON.parse(answer.body) as { orderId: string }).orderId : undefined;
    this.#record('place', intent, answer.status, orderId);
  }

  async #cancel(intent: Intent, orderId: string, attempt: number): Promise<void> {
    const answer = await this.#client.call('POST', `/orders/${orderId}/cancellation`);
    this.#record('cancel', intent, answer.status, orderId);
    if ((answer.status === 0 || answer.status >= 500) && attempt < 4) {
      this.#client.later(1000 + this.#random.below(10_000), () => this.#cancel(intent, orderId, attempt + 1));
    }
  }

  #record(
    operation: 'place' | 'cancel',
    { customerId, key, body }: Intent,
    status: number,
    orderId: string | undefined,
  ): void {
    this.#world.history.clients.push({
      at: this.#world.clock.now(),
      operation,
      customerId,
      key,
      body,
      status,
      orderId,
    });
  }
}
