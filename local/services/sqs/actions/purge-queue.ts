import { purgeInProgress } from '../errors.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

const ONCE_PER_MILLISECONDS = 60_000;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export function purgeQueue(sqs: Sqs, input: { readonly QueueUrl?: string }, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'PurgeQueue', call);
  const { purgedAt, name } = queue.record;
  const now = sqs.now();
  if (purgedAt !== undefined && now < purgedAt + ONCE_PER_MILLISECONDS) throw purgeInProgress(name);
  sqs.putQueue({ ...queue.record, purgedAt: now });
  const messageIds = [...queue.entries.keys()];
  for (const entry of queue.entries.values()) queue.remove(entry, 'purged');
  sqs.report('purged', queue, { messages: messageIds.length, messageIds });
}
