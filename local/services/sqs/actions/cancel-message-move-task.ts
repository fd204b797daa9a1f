import { resourceNotFound, unsupportedOperation } from '../errors.ts';
import { isActive } from '../move-tasks.ts';
import { readTaskHandle } from '../task-handle.ts';
import { moveSource } from './move-source.ts';
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
  const source = moveSource(sqs, sourceArn, 'CancelMessageMoveTask', call);
  const task = sqs.moveTasks.of(sourceArn).find((each) => each.taskId === taskId);
  if (task === undefined) throw resourceNotFound('Task does not exist.');
  if (!isActive(task)) throw unsupportedOperation('Only active tasks can be cancelled.');
  const { moved } = sqs.moveTasks.cancel(task);
  sqs.report('move-cancelled', source, { taskId, moved });
  return { ApproximateNumberOfMessagesMoved: moved };
}
