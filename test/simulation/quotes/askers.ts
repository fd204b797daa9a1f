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
export class Askers {
  busy = 0;
  readonly #world: World;
  readonly #apiId: string;
  readonly #random;
  readonly #answers: QuoteAnswer[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#apiId = [...world.cloud.httpApis.apis.keys()][0]!;
    this.#random = world.random.fork('askers');
    answers.set(world, this.#answers);
  }

  ask(count: number): void {
    for (let index = 0; index < count; index++)
      this.#at(this.#random.below(3 * minute), () => this.#ask(`quote-key-${index}`, 1));
  }

  async #ask(key: string, attempt: number): Promise<void> {
    const { cloud, clock, plan } = this.#world;
    const askedAt = clock.now();
    const response = await cloud.httpApis.handle(this.#apiId, {
      method: 'POST',
      path: '/quotes',
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: Buffer.from(JSON.stringify({ items: [{ sku: 'tea', quantity: quantityOf(key) }] })),
    });
    const lost = plan.strikes('lost-reply');
    const body = JSON.parse((response.body as string | Buffer).toString()) as Partial<QuoteAnswer>;
    this.#answers.push({
      ...(!lost && response.status < 300 && body),
      key,
      askedAt,
      answeredAt: clock.now(),
      httpStatus: lost ? 0 : response.status,
    });
    if ((lost || response.status !== 200) && attempt < 6)
      this.#at(20_000 + this.#random.below(20_000), () => this.#ask(key, attempt + 1));
  }

  #at(milliseconds: number, task: () => Promise<void>): void {
    this.busy += 1;
    const { clock } = this.#world;
    clock.schedule(clock.now() + milliseconds, () => {
      void task().finally(() => {
        this.busy -= 1;
      });
    });
  }
}
