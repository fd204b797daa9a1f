import { quoteRequestedSchema } from '../../../contracts/quotes.ts';
import { clock } from '../../../lambdas/messaging/clock.ts';
import { RetryLater } from '../../../lambdas/messaging/errors.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { serve } from '../../../lambdas/messaging/serve.ts';
import { answered } from '../../../lambdas/quotes/quote-messages.ts';
import { callDownstream } from '../task.ts';

/** A server that asks a pricing service, which may be out. */
export const handler = serve({
  schema: quoteRequestedSchema,
  answer: async ({ data }, received) => {
    const [{ sku } = { sku: '' }] = data.items;
    const { status } = await callDownstream('price', sku, data.requestId);
    if (status >= 300) throw new RetryLater(`The service answered ${status}`);
    log.info('answered', { subject: sku, attempt: received.attempt });
    return answered(
      data.requestId,
      { outcome: 'QUOTED', total: { amount: 900, currency: 'EUR' } },
      received,
      clock.now(),
    );
  },
  refuse: ({ data }, reason, received) =>
    answered(data.requestId, { outcome: 'REFUSED', reason }, received, clock.now()),
});
