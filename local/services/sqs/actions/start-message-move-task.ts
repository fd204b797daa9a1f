import { invalidParameter, invalidValue, missingParameter, resourceNotFound } from '../errors.ts';
import { taskHandle } from '../task-handle.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface StartMessageMoveTaskInput {
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export function startMessageMoveTask(
  sqs: Sqs,
  input: StartMessageMoveTaskInput,
  call: Call,
): { readonly TaskHandle: string } {
  const { SourceArn: sourceArn, DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: rate } = input;
  if (sourceArn === undefined || sourceArn === '') throw missingParameter('SourceArn');
  const source = sqs.queueByArn(sourceArn);
  call.authorize({ action: 'sqs:StartMessageMoveTask', resource: sourceArn, policy: source?.settings.policy });
  if (source === undefined) {
    throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
  }
  if (destinationArn !== undefined) checkDestination(sqs, source.record.fifo, destinationArn, sourceArn);
  if (rate !== undefined && (!Number.isInteger(rate) || rate < 1 || rate > 500)) {
    throw invalidValue('MaxNumberOfMessagesPerSecond', rate, 'Must be between 1 and 500, if provided.');
  }
  const isTarget = sqs.allQueues().some((queue) => queue.settings.redrivePolicy?.deadLetterTargetArn === sourceArn);
  if (!isTarget) throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
  source.settle();
  const taskId = sqs.nextMessageId();
  sqs.moveTasks.start({
    taskId,
    sourceArn,
    ...(destinationArn !== undefined && { destinationArn }),
    ...(rate !== undefined && { maxPerSecond: rate }),
    toMove: source.counts.visible,
    startedAt: sqs.now(),
  });
  sqs.report('move-started', source, { taskId, target: destinationArn, messages: source.counts.visible });
  return { TaskHandle: taskHandle({ taskId, sourceArn }) };
}

function checkDestination(sqs: Sqs, fifo: boolean, destinationArn: string, sourceArn: string): void {
  const destination = sqs.queueByArn(destinationArn);
  if (destination === undefined) {
    throw resourceNotFound("The resource that you specified for the DestinationArn parameter doesn't exist.");
  }
  if (destinationArn === sourceArn)
    throw invalidParameter('Source queue arn and destination queue arn cannot be same.');
  if (destination.record.fifo !== fifo) {
    throw invalidParameter('Source and destination queues must be of the same type, standard or FIFO.');
  }
}
