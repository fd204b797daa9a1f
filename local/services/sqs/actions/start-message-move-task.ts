import { invalidParameter, resourceNotFound } from '../errors.ts';
import { taskHandle } from '../task-handle.ts';
import { checkQueueArn, moveSource } from './move-source.ts';
import type { Call } from '../../service.ts';
import type { Queue } from '../queue.ts';
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
  const source = moveSource(sqs, sourceArn, 'StartMessageMoveTask', call);
  const isTarget = sqs.allQueues().some((queue) => queue.settings.redrivePolicy?.deadLetterTargetArn === source.arn);
  if (!isTarget) throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
  if (destinationArn !== undefined) checkDestination(sqs, source, destinationArn);
  if (rate !== undefined && (!Number.isInteger(rate) || rate < 1 || rate > 500)) {
    throw invalidParameter(
      "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a number that's between 1 and 500.",
    );
  }
  source.settle();
  const taskId = sqs.nextMessageId();
  sqs.moveTasks.start({
    taskId,
    sourceArn: source.arn,
    ...(destinationArn !== undefined && { destinationArn }),
    ...(rate !== undefined && { maxPerSecond: rate }),
    toMove: source.counts.visible,
    startedAt: sqs.now(),
  });
  sqs.report('move-started', source, { taskId, target: destinationArn, messages: source.counts.visible });
  return { TaskHandle: taskHandle({ taskId, sourceArn: source.arn }) };
}

function checkDestination(sqs: Sqs, source: Queue, destinationArn: string): void {
  const destination = sqs.queueByArn(checkQueueArn('DestinationArn', destinationArn));
  if (destination === undefined) {
    throw resourceNotFound("The resource that you specified for the DestinationArn parameter doesn't exist.");
  }
  if (destination === source) {
    throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
  }
  if (destination.record.fifo !== source.record.fifo) {
    throw invalidParameter('The source queue and destination queue must be of the same queue type.');
  }
}
