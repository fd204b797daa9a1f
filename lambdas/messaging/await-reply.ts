import { clock } from './clock.ts';
import type { Asked, ReplyStore } from './reply-store.ts';

const shortestPauseMilliseconds = 50;
const longestPauseMilliseconds = 1000;

/**
 * Looks for the reply until it is there or the time is up, less and less often. The wait is the caller's, not the
 * message's: it ends well before the caller's own timeout, and the answer can still be fetched after it.
 *
 * @param until milliseconds since the epoch
 * @returns the request as it stands, with its reply if that came
 */
export async function awaitReply(store: Pick<ReplyStore, 'find'>, asked: Asked, until: number): Promise<Asked> {
  let current = asked;
  for (let pause = shortestPauseMilliseconds; current.reply === undefined; pause *= 2) {
    const left = until - clock.now();
    if (left <= 0) break;
    await clock.sleep(Math.min(left, longestPauseMilliseconds, pause * (0.5 + clock.random() / 2)));
    current = (await store.find(asked.requestId)) ?? current;
  }
  return current;
}
