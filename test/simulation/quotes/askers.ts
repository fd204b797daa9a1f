import { ApiClient } from '../api-client.ts';
import type { Clients } from '../pipeline.ts';
import type { World } from '../world.ts';

/** What a caller asked for and how that ended; status 0 where no answer came. */
export interface QuoteAnswer {
  readonly key: string;
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly httpStatus: number;
  readonly quoteId?: string;
  readonly status?: string;
  readonly items?: readonly { readonly sku: string; readonly quantity: number }[];
}

const answers = new WeakMap<World, QuoteAnswer[]>();

export function answersOf(world: World): readonly QuoteAnswer[] {
  return answers.get(world) ?? [];
}

const minute = 60_000;

/** What a key asks for: an amount that no other key asks for, so that a crossed reply shows. */
export function quantityOf(key: string): number {
  return Number(key.split('-').at(-1)) + 1;
}

/** Ask for quotes, and again under the same key where they got none. */
export class Askers implements Clients {
  readonly #world: World;
  readonly #client: ApiClient;
  readonly #random;
  readonly #answers: QuoteAnswer[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#client = new ApiClient(world, 'askers');
    this.#random = this.#client.random;
    answers.set(world, this.#answers);
  }

  get busy(): number {
    return this.#client.busy;
  }

  ask(count: number): void {
    for (let index = 0; index < count; index++)
      this.#client.later(this.#random.below(3 * minute), () => this.#ask(`quote-key-${index}`, 1));
  }

  async #ask(key: string, attempt: number): Promise<void> {
    const { clock } = this.#world;
    const askedAt = clock.now();
    const body = JSON.stringify({ items: [{ sku: 'tea', quantity: quantityOf(key) }] });
    const answer = await this.#client.post('/quotes', key, body);
    const told = answer.status >= 200 && answer.status < 300;
    this.#answers.push({
      ...(told && (JSON.parse(answer.body) as Partial<QuoteAnswer>)),
      key,
      askedAt,
      answeredAt: clock.now(),
      httpStatus: answer.status,
    });
    if (answer.status !== 200 && attempt < 6)
      this.#client.later(20_000 + this.#random.below(20_000), () => this.#ask(key, attempt + 1));
  }
}
