import { enqueue, type Sent } from '../enqueue.ts';
import { readNewMessage, type MessageInput } from '../new-message.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface SendMessageInput extends MessageInput {
  readonly QueueUrl?: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export function sendMessage(sqs: Sqs, input: SendMessageInput, call: Call): Sent {
  const queue = queueOf(sqs, input.QueueUrl, 'SendMessage', call);
  const sent = enqueue(sqs, queue, readNewMessage(queue, input), call);
  queue.waiters.wake(queue);
  return sent;
}
