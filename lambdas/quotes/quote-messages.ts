import type { QuoteAnswer, RequestQuote } from '../../contracts/quotes.ts';
import { envelope, type Cause } from '../messaging/envelope.ts';
import type { RequestData } from '../messaging/serve.ts';

/** The name by which the server knows our reply queue. */
export const replyTo = 'replies';

/** The destination that the stack gives the relay. */
export const requestsDestination = 'quote-requests';

export function requested(facts: RequestData, { items }: RequestQuote, cause: Cause, at: number) {
  const data = { ...facts, items };
  return envelope({ type: 'quote.requested', subject: facts.requestId, transition: '1', data, cause, at });
}

export function answered(requestId: string, answer: QuoteAnswer, cause: Cause, at: number) {
  const data = { requestId, ...answer };
  return envelope({ type: 'quote.answered', subject: requestId, transition: '1', data, cause, at });
}
