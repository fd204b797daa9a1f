import { invalidValue, missingParameter, resourceNotFound } from '../errors.ts';
import { isActive } from '../move-tasks.ts';
import { taskHandle } from '../task-handle.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';
import type { MoveTaskRecord } from '../store.ts';
import type { ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs';

export interface ListMessageMoveTasksInput {
  readonly SourceArn?: string;
  readonly MaxResults?: number;
}

export interface ListMessageMoveTasksOutput {
  readonly Results: readonly ListMessageMoveTasksResultEntry[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export function listMessageMoveTasks(
  sqs: Sqs,
  input: ListMessageMoveTasksInput,
  call: Call,
): ListMessageMoveTasksOutput {
  const { SourceArn: sourceArn, MaxResults: most = 1 } = input;
  if (sourceArn === undefined || sourceArn === '') throw missingParameter('SourceArn');
  const source = sqs.queueByArn(sourceArn);
  call.authorize({ action: 'sqs:ListMessageMoveTasks', resource: sourceArn, policy: source?.settings.policy });
  if (source === undefined) {
    throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
  }
  if (!Number.isInteger(most) || most < 1 || most > 10) {
    throw invalidValue('MaxResults', most, 'MaxResults must be an integer between 1 and 10.');
  }
  return { Results: sqs.moveTasks.of(sourceArn).slice(0, most).map(resultOf) };
}

function resultOf(task: MoveTaskRecord): ListMessageMoveTasksResultEntry {
  return {
    ...(isActive(task) && { TaskHandle: taskHandle({ taskId: task.taskId, sourceArn: task.sourceArn }) }),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.maxPerSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.maxPerSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedAt,
  };
}
