import type { World } from '../world.ts';

/** What a caller of `POST /users` asked for and was told; status 0 where no answer came. */
export interface RegistrationAnswer {
  readonly key: string;
  readonly email: string;
  readonly status: number;
  readonly userId: string | undefined;
}

const answers = new WeakMap<World, RegistrationAnswer[]>();

export function answersOf(world: World): readonly RegistrationAnswer[] {
  return answers.get(world) ?? [];
}

const minute = 60_000;

/** Signs users up as a trusted backend does: under a key, and again under the same one when no answer came. */
export class Registrants {
  busy = 0;
  readonly #world: World;
  readonly #apiId: string;
  readonly #random;
  readonly #answers: RegistrationAnswer[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#apiId = [...world.cloud.httpApis.apis.keys()][0]!;
    this.#random = world.random.fork('registrants');
    answers.set(world, this.#answers);
  }

  /** Every fourth wants an address that another has, written in capitals. */
  register(count: number): void {
    for (let index = 0; index < count; index++) {
      const email = index % 4 === 3 ? `USER-${index - 1}@EXAMPLE.COM` : `user-${index}@example.com`;
      this.#at(this.#random.below(3 * minute), () => this.#register(`user-key-${index}`, email, 1));
    }
  }

  async #register(key: string, email: string, attempt: number): Promise<void> {
    const { cloud, plan } = this.#world;
    const response = await cloud.httpApis.handle(this.#apiId, {
      method: 'POST',
      path: '/users',
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: Buffer.from(JSON.stringify({ email })),
    });
    const lost = plan.strikes('lost-reply');
    const { userId } = JSON.parse((response.body as string | Buffer).toString()) as { userId?: string };
    this.#answers.push({ key, email, status: lost ? 0 : response.status, userId: lost ? undefined : userId });
    const unsure = lost || response.status >= 500 || response.status === 409;
    if (unsure && attempt < 6)
      this.#at(500 + this.#random.below(20_000), () => this.#register(key, email, attempt + 1));
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
