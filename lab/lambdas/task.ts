import * as z from 'zod/mini';
import { envelopeOf } from '../../contracts/envelope.ts';
import { RetryLater, Reject } from '../../lambdas/messaging/errors.ts';

/** The lab's message: do the task that `subject` names. */
export const taskSchema = envelopeOf('lab.task', z.object({}));
export type Task = z.infer<typeof taskSchema>;

export interface DownstreamAnswer {
  readonly status: number;
}

/** Calls the service that does the work. */
export async function callDownstream(operation: string, subject: string, key?: string): Promise<DownstreamAnswer> {
  const { status } = await fetch(`https://downstream.invalid/${operation}`, {
    method: 'POST',
    headers: key === undefined ? {} : { 'idempotency-key': key },
    body: JSON.stringify({ subject }),
  });
  return { status };
}

/** As the pipelines do: no from the service is final, anything else may pass. */
export async function doTask({ subject }: Task): Promise<void> {
  const { status } = await callDownstream('do', subject, subject);
  if (status === 422) throw new Reject('The service refuses the task', { reason: 'refused' });
  if (status >= 300) throw new RetryLater(`The service answered ${status}`);
}
