import * as z from 'zod/mini';
import { claimableOf } from '../../contracts/claims.ts';
import { envelopeOf } from '../../contracts/envelope.ts';
import { envelope } from '../../lambdas/messaging/envelope.ts';
import { Reject, RetryLater } from '../../lambdas/messaging/errors.ts';
import { callDownstream } from './task.ts';

const type = 'lab.invoice';

/** An invoice to be paid, with its scan, which may be larger than a message. */
export const invoiceSchema = z.object({ name: z.string(), total: z.number(), scan: z.string() });
export type Invoice = z.infer<typeof invoiceSchema>;

/** What a message holds whole. */
export const invoiceFiledSchema = envelopeOf(type, invoiceSchema);
/** What may come: an invoice, or a claim to one. */
export const invoiceClaimableSchema = claimableOf(type, invoiceSchema);

/** The message that an invoice was filed, with the same id whenever it is about the same one. */
export function invoiceFiled(data: Invoice, at: number) {
  const cause = { correlationId: data.name, causationId: data.name };
  return envelope({ type, subject: data.name, transition: 'filed', data, cause, at });
}

/** As `doTask`: no from the service is final, anything else may pass. */
export async function pay({ name }: Invoice): Promise<void> {
  const { status } = await callDownstream('pay', name, name);
  if (status === 422) throw new Reject('The service refuses the payment', { reason: 'refused' });
  if (status >= 300) throw new RetryLater(`The service answered ${status}`);
}
