import { BadRequest, MethodNotAllowed } from './bad-request.ts';
import type { TurnableClock } from '../clock/clock.ts';
import type { WireRequest } from '../services/service.ts';

/** A year: nothing here waits longer, and a slip of the finger does not end the calendar. */
const longestSeconds = 366 * 86_400;

/** `GET /_spillway/clock`, and `POST` with `{ "advanceSeconds": N }`. */
export async function clockPage(
  clock: TurnableClock,
  speed: number,
  { method, body }: Pick<WireRequest, 'method' | 'body'>,
): Promise<object> {
  if (method === 'POST') await clock.advance(secondsOf(body.toString('utf8')) * 1000);
  else if (method !== 'GET') throw new MethodNotAllowed(['GET', 'POST']);
  return { time: new Date(clock.now()).toISOString(), speed };
}

function secondsOf(text: string): number {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new BadRequest('The body must be JSON: { "advanceSeconds": 60 }', { cause });
  }
  const { advanceSeconds: seconds, ...others } = (given ?? {}) as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new BadRequest(`Unknown field ${other}; the body is { "advanceSeconds": 60 }`);
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= longestSeconds))
    throw new BadRequest(`advanceSeconds must be 0 to ${longestSeconds}, got ${JSON.stringify(seconds)}`);
  return seconds;
}
