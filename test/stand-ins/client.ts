import type { Answer, Reply } from '../../stand-ins/wire.ts';
import type { Providers } from '../../stand-ins/providers.ts';

/** Calls the stand-ins in process, as an HTTP client would over a socket. */
export function client(mounted: Pick<Providers, 'handle'>) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    mounted.handle({
      method,
      path,
      query: new URLSearchParams(),
      headers,
      body: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
    });
  const reply = async (
    ...request: Parameters<typeof call>
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Reply['headers'] }> => {
    const answer = await call(...request);
    if (answer === 'dropped') throw new Error('the reply was lost');
    return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown>, headers: answer.headers };
  };
  return { call, reply };
}

/** Surroundings whose time passes only by sleeping, and whose ids count up. */
export function stillSurroundings() {
  let now = Date.UTC(2026, 0, 1);
  let count = 0;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
    id: () => `id-${++count}`,
  };
}
