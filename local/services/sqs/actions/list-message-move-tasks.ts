import { invalidParameter } from '../errors.ts';
import { isActive } from '../move-tasks.ts';
import { taskHandle } from '../task-handle.ts';
import { moveSource } from './move-source.ts';
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
  const source = moveSource(sqs, sourceArn, 'ListMessageMoveTasks', call);
  if (!Number.isInteger(most) || most < 1 || most > 10) {
    throw invalidParameter(
      'Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 10.',
    );
  }
  return { Results: sqs.moveTasks.of(source.arn).slice(0, most).map(resultOf) };
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
