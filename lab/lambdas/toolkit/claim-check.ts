import { redeem } from '../../../lambdas/messaging/claim-check.ts';
import { consume } from '../../../lambdas/messaging/consume.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { invoiceClaimableSchema, invoiceFiledSchema, pay } from '../invoice.ts';

/** Takes what a message holds or what it claims, and leaves the object to the bucket's lifecycle. */
export const handler = consume({
  schema: invoiceClaimableSchema,
  handle: async (message, { attempt }) => {
    const { data } = await redeem(invoiceFiledSchema, message);
    await pay(data);
    log.info(`paid ${data.total}`, { subject: data.name, attempt });
  },
});
