import { quoteRequestedSchema } from '../../contracts/quotes.ts';
import { clock } from '../messaging/clock.ts';
import { required } from '../messaging/environment.ts';
import { log } from '../messaging/log.ts';
import { serve } from '../messaging/serve.ts';
import { priceQuote } from './price-quote.ts';
import { answered } from './quote-messages.ts';

const catalogue = required('catalogueTable');

/** Answers requests for quotes. */
export const handler = serve({
  schema: quoteRequestedSchema,
  answer: async ({ data }, received) => {
    const answer = await priceQuote(data.items, catalogue);
    const { attempt, correlationId } = received;
    log.info('quote answered', { subject: data.requestId, status: answer.outcome, attempt, correlationId });
    return answered(data.requestId, answer, received, clock.now());
  },
  refuse: ({ data }, reason, received) =>
    answered(data.requestId, { outcome: 'REFUSED', reason }, received, clock.now()),
});
