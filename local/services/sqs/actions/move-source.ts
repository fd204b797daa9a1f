import { invalidParameter, missingParameter, resourceNotFound } from '../errors.ts';
import type { Call } from '../../service.ts';
import type { Queue } from '../queue.ts';
import type { Sqs } from '../sqs.ts';

/** Finds the dead-letter queue of a message move task. Who may not act on it is not told whether it exists. */
export function moveSource(sqs: Sqs, sourceArn: string | undefined, action: string, call: Call): Queue {
  if (sourceArn === undefined) throw missingParameter('SourceArn');
  const source = sqs.queueByArn(checkQueueArn('SourceArn', sourceArn));
  call.authorize({ action: `sqs:${action}`, resource: sourceArn, policy: source?.settings.policy });
  if (source === undefined) {
    throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
  }
  return source;
}

/** @throws AwsError `InvalidParameterValue` for what has not the six parts of an ARN */
export function checkQueueArn(parameter: string, arn: string): string {
  if (/^arn:[^:]+:[^:]+:[^:]*:[^:]*:[^:]+$/.test(arn)) return arn;
  throw invalidParameter(
    `You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
  );
}
