import { deposit } from '../../../lambdas/messaging/claim-check.ts';
import { clock } from '../../../lambdas/messaging/clock.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { sendBatch } from '../../../lambdas/messaging/produce.ts';
import { invoiceFiled, type Invoice } from '../invoice.ts';

const queueUrl = required('queueUrl');

/** Data too large for a message is in S3 before the message leaves. */
export async function handler(event: { readonly body: string }): Promise<{ statusCode: number; body: string }> {
  const invoice = JSON.parse(event.body) as Invoice;
  const message = await deposit(invoiceFiled(invoice, clock.now()));
  await sendBatch(queueUrl, [{ body: JSON.stringify(message) }]);
  log.info('claim' in message.data ? 'sent with a claim' : 'sent whole', { subject: invoice.name });
  return { statusCode: 202, body: '' };
}
