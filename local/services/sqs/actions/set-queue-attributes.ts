import { invalidAttributeValue, missingParameter, unknownAttribute } from '../errors.ts';
import { changeAttributes } from '../new-queue.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface SetQueueAttributesInput {
  readonly QueueUrl?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export function setQueueAttributes(sqs: Sqs, input: SetQueueAttributesInput, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'SetQueueAttributes', call);
  const { Attributes: attributes } = input;
  if (attributes === undefined || Object.keys(attributes).length === 0) throw missingParameter('Attribute.Name');
  const type = attributes['FifoQueue'];
  if (type !== undefined) {
    if (!queue.record.fifo) throw unknownAttribute('FifoQueue');
    if (type !== 'true') throw invalidAttributeValue('FifoQueue', 'Modifying queue type is not supported.');
  }
  changeAttributes(sqs, queue, attributes);
}
