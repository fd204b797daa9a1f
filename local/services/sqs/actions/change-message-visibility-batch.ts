import { batchAnswer, checkBatch, eachEntry, type BatchResult } from '../batch.ts';
import { invalidValue, missingParameter } from '../errors.ts';
import { changeVisibilityOf, isVisibilityTimeout, LONGEST_SECONDS } from '../settle.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface ChangeMessageVisibilityBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: readonly {
    readonly Id?: string;
    readonly ReceiptHandle?: string;
    readonly VisibilityTimeout?: number;
  }[];
}

const KIND = 'ChangeMessageVisibilityBatchRequestEntry';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export function changeMessageVisibilityBatch(
  sqs: Sqs,
  input: ChangeMessageVisibilityBatchInput,
  call: Call,
): Partial<BatchResult<object>> {
  const queue = queueOf(sqs, input.QueueUrl, 'ChangeMessageVisibility', call);
  const entries = checkBatch(input.Entries, KIND);
  const result = eachEntry(entries, ({ ReceiptHandle, VisibilityTimeout }, index) => {
    if (VisibilityTimeout === undefined) throw missingParameter(`${KIND}.${index + 1}.VisibilityTimeout`);
    if (!isVisibilityTimeout(VisibilityTimeout)) {
      const reason = `VisibilityTimeout must be an integer between 0 and ${LONGEST_SECONDS}.`;
      throw invalidValue('VisibilityTimeout', VisibilityTimeout, reason);
    }
    changeVisibilityOf(sqs, queue, ReceiptHandle, VisibilityTimeout);
    return {};
  });
  queue.waiters.wake(queue);
  return batchAnswer(result);
}
