import { batchAnswer, checkBatch, eachEntry, type BatchResult } from '../batch.ts';
import { enqueue, type Sent } from '../enqueue.ts';
import { batchError, InvalidParameter, invalidParameter } from '../errors.ts';
import { readNewMessage, sizeOf, type MessageInput, type NewMessage } from '../new-message.ts';
import { AwsError } from '../../aws-error.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Queue } from '../queue.ts';
import type { Sqs } from '../sqs.ts';

const KIND = 'SendMessageBatchRequestEntry';

/** Of all messages together, whatever a single one may have. */
const MOST_BYTES = 1_048_576;

export interface SendMessageBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: readonly (MessageInput & { readonly Id?: string })[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export function sendMessageBatch(sqs: Sqs, input: SendMessageBatchInput, call: Call): Partial<BatchResult<Sent>> {
  const queue = queueOf(sqs, input.QueueUrl, 'SendMessage', call);
  const entries = checkBatch(input.Entries, KIND);
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MOST_BYTES) {
    const message = `Batch requests cannot be longer than ${MOST_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw batchError('BatchRequestTooLong', message);
  }
  const messages = queue.record.fifo ? entries.map((entry, index) => readAll(queue, entry, index)) : [];
  const result = eachEntry(
    entries,
    (entry, index) => enqueue(sqs, queue, messages[index] ?? readNewMessage(queue, entry, nameOf(index)), call),
    (error) => (error instanceof InvalidParameter ? error.ofEntry : error.message),
  );
  queue.waiters.wake(queue);
  return batchAnswer(result);
}

/** A FIFO queue takes all of a batch or nothing, and calls a missing parameter an invalid value. */
function readAll(queue: Queue, entry: MessageInput, index: number): NewMessage {
  try {
    return readNewMessage(queue, entry, nameOf(index));
  } catch (cause) {
    const missing = cause instanceof AwsError && cause.code === 'MissingRequiredParameterException';
    throw missing ? invalidParameter(cause.message, { cause }) : cause;
  }
}

function nameOf(index: number): string {
  return `${KIND}.${index + 1}.`;
}
