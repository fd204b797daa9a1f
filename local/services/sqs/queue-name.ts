import { missingParameter } from './errors.ts';
import type { Surroundings } from '../service.ts';

export function queueArnOf(name: string, { region, accountId }: Surroundings): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** The queue is named by the last part of its URL, whatever host and account stand before it. */
export function queueNameOf(queueUrl: string | undefined): string {
  if (queueUrl === undefined || queueUrl === '') throw missingParameter('QueueUrl');
  return queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
}
