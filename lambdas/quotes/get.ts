import { requestIdSchema } from '../../contracts/replies.ts';
import { ownerOf } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { pathParameter } from '../http/request.ts';
import { clock } from '../messaging/clock.ts';
import { ReplyStore } from '../messaging/reply-store.ts';
import { view } from './quote.ts';

const store = new ReplyStore();

/** `GET /quotes/{id}` → 200. Another caller's quote answers as one that does not exist. */
export const handler = endpoint(async (event) => {
  const asked = await store.find(pathParameter(event, 'id', requestIdSchema));
  if (asked === undefined || asked.owner !== ownerOf(event)) throw new Problem('not-found');
  return { status: 200, body: view(asked, clock.now()) };
});
