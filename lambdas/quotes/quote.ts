import type { QuoteAnswer, QuoteView } from '../../contracts/quotes.ts';
import type { Asked } from '../messaging/reply-store.ts';

/** A quote as its owner sees it at this moment. */
export function view({ requestId, deadline, reply }: Asked, now: number): QuoteView {
  if (reply === undefined) return { quoteId: requestId, status: Date.parse(deadline) < now ? 'EXPIRED' : 'WAITING' };
  const { outcome, reason, items, total } = reply as unknown as QuoteAnswer;
  return {
    quoteId: requestId,
    status: outcome,
    ...(reason !== undefined && { reason }),
    ...(items !== undefined && { items }),
    ...(total !== undefined && { total }),
  };
}
