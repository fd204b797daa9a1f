import { replySchema } from '../../contracts/replies.ts';
import { consume } from '../messaging/consume.ts';
import { count, log } from '../messaging/log.ts';
import { ReplyStore } from '../messaging/reply-store.ts';

const store = new ReplyStore();

const counters = {
  taken: 'RepliesTaken',
  late: 'RepliesLate',
  duplicate: 'RepliesDuplicate',
  foreign: 'RepliesForeign',
} as const;

/** Takes replies to whoever asked. One that comes late, twice, or that nobody asked for is dropped and counted. */
export const handler = consume({
  schema: replySchema,
  handle: async ({ data }, { correlationId }) => {
    const { requestId, ...reply } = data;
    const status = await store.settle(requestId, reply);
    count(counters[status]);
    log.info(status === 'taken' ? 'reply taken' : 'reply dropped', { subject: requestId, status, correlationId });
  },
});
