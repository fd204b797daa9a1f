import { ApiClient, isUnsure } from '../api-client.ts';
import type { Clients } from '../pipeline.ts';
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
export class Registrants implements Clients {
  readonly #client: ApiClient;
  readonly #random;
  readonly #answers: RegistrationAnswer[] = [];

  constructor(world: World) {
    this.#client = new ApiClient(world, 'registrants');
    this.#random = this.#client.random;
    answers.set(world, this.#answers);
  }

  get busy(): number {
    return this.#client.busy;
  }

  /** Every fourth wants an address that another has, written in capitals. */
  register(count: number): void {
    for (let index = 0; index < count; index++) {
      const email = index % 4 === 3 ? `USER-${index - 1}@EXAMPLE.COM` : `user-${index}@example.com`;
      this.#client.later(this.#random.below(3 * minute), () => this.#register(`user-key-${index}`, email, 1));
    }
  }

  async #register(key: string, email: string, attempt: number): Promise<void> {
    const answer = await this.#client.post('/users', key, JSON.stringify({ email }));
    const userId = answer.status === 0 ? undefined : (JSON.parse(answer.body) as { userId?: string }).userId;
    this.#answers.push({ key, email, status: answer.status, userId });
    if (isUnsure(answer) && attempt < 6)
      this.#client.later(500 + this.#random.below(20_000), () => this.#register(key, email, attempt + 1));
  }
}
