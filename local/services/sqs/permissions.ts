import { changeAttributes } from './new-queue.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';
import type { PolicyStatement } from '../service.ts';

export interface QueuePolicy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** The policy in force, or the empty one to which AddPermission adds. */
export function queuePolicy({ arn, settings }: Queue): QueuePolicy {
  const { policy } = settings;
  if (policy !== undefined) return { ...policy, Statement: [policy.Statement].flat() };
  return { Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy`, Statement: [] };
}

/** A policy without statements is none. */
export function setQueuePolicy(sqs: Sqs, queue: Queue, policy: QueuePolicy): void {
  changeAttributes(sqs, queue, { Policy: policy.Statement.length === 0 ? '' : JSON.stringify(policy) });
}

/** Policies as AWS writes them hold a lone value without a list. */
export function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
