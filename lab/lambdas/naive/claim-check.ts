import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { s3 } from '../../../lambdas/messaging/aws/s3.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { pay, type Invoice } from '../invoice.ts';

/** Naive: reads what the message points to as it stands by now, and tidies up before the message is acknowledged. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const record of event.Records) await work(record);
}

async function work({ body, attributes }: SQSRecord): Promise<void> {
  const message = JSON.parse(body) as Invoice | { readonly Bucket: string; readonly Key: string };
  const attempt = Number(attributes.ApproximateReceiveCount);
  if (!('Key' in message)) return done(message, attempt);
  const { Body } = await s3.send(new GetObjectCommand(message));
  await done(JSON.parse(await Body!.transformToString()) as Invoice, attempt);
  await s3.send(new DeleteObjectCommand(message));
}

async function done(invoice: Invoice, attempt: number): Promise<void> {
  await pay(invoice);
  log.info(`paid ${invoice.total}`, { subject: invoice.name, attempt });
}
