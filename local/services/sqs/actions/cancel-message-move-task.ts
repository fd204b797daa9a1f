import { resourceNotFound, unsupportedOperation } from '../errors.ts';
import { isActive } from '../move-tasks.ts';
import { readTaskHandle } from '../task-handle.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface CancelMessageMoveTaskOutput {
  readonly ApproximateNumberOfMessagesMoved: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export function cancelMessageMoveTask(
  sqs: Sqs,
  input: { readonly TaskHandle?: string },
  call: Call,
): CancelMessageMoveTaskOutput {
  const { taskId, sourceArn } = readTaskHandle(input.TaskHandle);
  const source = sqs.queueByArn(sourceArn);
  call.authorize({ action: 'sqs:CancelMessageMoveTask', resource: sourceArn, policy: source?.settings.policy });
  if (source === undefined) {
    throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
  }
  const task = sqs.moveTasks.of(sourceArn).find((each) => each.taskId === taskId);
  if (task === undefined) throw resourceNotFound('Task does not exist.');
  if (!isActive(task)) throw unsupportedOperation('Only active tasks can be cancelled.');
  const { moved } = sqs.moveTasks.cancel(task);
  sqs.report('move-cancelled', source, { taskId, moved });
  return { ApproximateNumberOfMessagesMoved: moved };
}
