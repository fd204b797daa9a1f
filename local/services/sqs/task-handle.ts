import { invalidParameter, missingParameter } from './errors.ts';

export interface TaskReference {
  readonly taskId: string;
  readonly sourceArn: string;
}

export function taskHandle(reference: TaskReference): string {
  return Buffer.from(JSON.stringify(reference)).toString('base64');
}

/** @throws AwsError for what is no handle of a task */
export function readTaskHandle(handle: string | undefined): TaskReference {
  if (handle === undefined || handle === '') throw missingParameter('TaskHandle');
  let reference: Partial<TaskReference> | null;
  try {
    reference = JSON.parse(Buffer.from(handle, 'base64').toString()) as Partial<TaskReference> | null;
  } catch (cause) {
    throw invalidParameter('Value for parameter TaskHandle is invalid.', { cause });
  }
  const { taskId, sourceArn } = reference ?? {};
  if (typeof taskId !== 'string' || typeof sourceArn !== 'string') {
    throw invalidParameter('Value for parameter TaskHandle is invalid.');
  }
  return { taskId, sourceArn };
}
