import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { s3 } from '../../../lambdas/messaging/aws/s3.ts';
import { sqs } from '../../../lambdas/messaging/aws/sqs.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import type { Invoice } from '../invoice.ts';

const largestMessage = 1_048_576;

/** Naive: counts characters, and says in the message where its data is and nothing of what it is. */
export async function handler(event: { readonly body: string }): Promise<{ statusCode: number; body: string }> {
  const { name } = JSON.parse(event.body) as Invoice;
  if (event.body.length <= largestMessage) {
    await send(event.body);
    log.info('sent whole', { subject: name });
  } else {
    const place = { Bucket: required('claimBucket'), Key: `invoices/${name}.json` };
    await s3.send(new PutObjectCommand({ ...place, Body: event.body }));
    await send(JSON.stringify(place));
    log.info('sent with a pointer', { subject: name });
  }
  return { statusCode: 202, body: '' };
}

async function send(body: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: required('queueUrl'), MessageBody: body }));
}
