import type { Random } from '../../local/clock/random.ts';
import type { Clients } from './pipeline.ts';
import type { World } from './world.ts';

/** What a client heard. Status 0: the connection broke before an answer came, whatever the API did. */
export interface Heard {
  readonly status: number;
  readonly body: string;
}

/** Whoever calls the API from outside: at times of its own choosing, and at times without hearing the answer. */
export class ApiClient implements Clients {
  busy = 0;
  /** A stream of its own: what others draw does not change what this one does. */
  readonly random: Random;
  readonly #world: World;
  readonly #apiId: string;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#apiId = [...world.cloud.httpApis.apis.keys()][0]!;
    this.random = world.random.fork(name);
  }

  /** Counts as busy until the task is done. */
  later(milliseconds: number, task: () => Promise<void>): void {
    this.busy += 1;
    const { clock } = this.#world;
    clock.schedule(clock.now() + milliseconds, () => {
      void task().finally(() => {
        this.busy -= 1;
      });
    });
  }

  async call(
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Heard> {
    const { cloud, plan } = this.#world;
    const response = await cloud.httpApis.handle(this.#apiId, {
      method,
      path,
      query: new URLSearchParams(),
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: Buffer.from(body ?? ''),
    });
    if (plan.strikes('lost-reply')) return { status: 0, body: '' };
    return { status: response.status, body: (response.body as string | Buffer).toString() };
  }

  /** A POST under an idempotency key. */
  post(path: string, key: string, body: string): Promise<Heard> {
    return this.call('POST', path, body, { 'idempotency-key': key });
  }
}

/** No answer, or one after which the same request is to be made again. */
export function isUnsure({ status }: Heard): boolean {
  return status === 0 || status >= 500 || status === 409;
}
