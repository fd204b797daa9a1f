import { Duration, type Stack } from 'aws-cdk-lib';
import { ClaimCheck } from '../../lib/constructs/claim-check.ts';
import { NodeFunction } from '../../lib/constructs/node-function.ts';
import { invoiceFiled, type Invoice } from '../lambdas/invoice.ts';
import { spillwayConsumer } from './consumers.ts';

/** Longer than any message may wait, on its way and set aside. */
const keep = Duration.days(30);

/** An invoice whose scan has so many characters, of one byte unless told. */
export function invoice(name: string, characters: number, character = 'x'): Invoice {
  return { name, total: 900, scan: character.repeat(characters) };
}

/** The body of an invoice's message, whole, as producers send it that know no claims. */
export function invoiceBody(data: Invoice): string {
  return JSON.stringify(invoiceFiled(data, Date.UTC(2026, 0, 1)));
}

/** A request to the function that files invoices. */
export function filing(data: Invoice): object {
  return { body: JSON.stringify(data) };
}

/** A producer that deposits, a bucket, and a consumer that redeems. */
export function claimCheckStack(stack: Stack) {
  const work = spillwayConsumer(stack, {
    entry: 'lambdas/toolkit/claim-check.ts',
    batchSize: 1,
    timeout: Duration.seconds(10),
  });
  const claims = new ClaimCheck(stack, 'Claims', { keep });
  const producer = new NodeFunction(stack, 'Producer', { entry: 'lambdas/producers/invoice.ts' });
  producer.setEnvironment('queueUrl', work.queue.queueUrl);
  producer.allow(['sqs:SendMessage'], work.queue.queueArn);
  claims.connectProducer(producer);
  claims.connectConsumer(work.worker, work.workQueue!);
  return { Tasks: work.queue, DeadLetters: work.deadLetterQueue, Claims: claims.bucket };
}
