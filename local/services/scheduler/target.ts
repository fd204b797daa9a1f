import { NotSimulated } from '../aws-error.ts';
import { withContext } from './scheduled-event.ts';
import { checkLength, checkRange, invalid, required } from './validation.ts';
import type { Target } from '@aws-sdk/client-scheduler';

/** Settings of targets that are not simulated. */
const foreignParameters = [
  'EcsParameters',
  'EventBridgeParameters',
  'EventBridgePutEventsV2Parameters',
  'EventBridgePutRawEventsParameters',
  'KinesisParameters',
  'SageMakerPipelineParameters',
] as const satisfies readonly (keyof Target)[];

/**
 * A target that can be called: a function, a queue or a topic.
 *
 * @throws AwsError `ValidationException`, and `NotSimulated` for any other target by its name
 */
export function checkTarget(given: Target | undefined): Target {
  const target = required('target', given);
  const arn = checkLength('target.arn', required('target.arn', target.Arn), 1, 1600);
  checkLength('target.roleArn', required('target.roleArn', target.RoleArn), 1, 1600);
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(target.RoleArn!))
    throw invalid('Provided RoleArn is not in correct format.');
  checkService(arn);
  for (const name of foreignParameters)
    if (target[name] !== undefined) throw invalid(`Supplied target does not support ${name}.`);
  checkQueue(arn, target);
  checkInput(arn, target.Input);
  checkRange('target.retryPolicy.maximumRetryAttempts', target.RetryPolicy?.MaximumRetryAttempts, 0, 185);
  checkRange('target.retryPolicy.maximumEventAgeInSeconds', target.RetryPolicy?.MaximumEventAgeInSeconds, 60, 86_400);
  const deadLetter = target.DeadLetterConfig?.Arn;
  if (deadLetter !== undefined && !/^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]+$/.test(deadLetter))
    throw invalid('Provided DeadLetterConfig Arn is not the Arn of a standard SQS queue.');
  return target;
}

function checkService(arn: string): void {
  const [, universal] = /^arn:aws[\w-]*:scheduler:::aws-sdk:(\w+:\w+)/.exec(arn) ?? [];
  if (universal !== undefined) throw new NotSimulated(`The universal target ${universal} of a schedule`);
  const [, service] = /^arn:aws[\w-]*:([\w-]+):[\w-]*:\d{12}:.+$/.exec(arn) ?? [];
  if (service === undefined) throw invalid('Provided Arn is not in correct format.');
  if (!['lambda', 'sqs', 'sns'].includes(service)) throw new NotSimulated(`The target ${service} of a schedule`);
}

function checkQueue(arn: string, { SqsParameters }: Target): void {
  const [queue, fifo] = [arn.includes(':sqs:'), arn.endsWith('.fifo')];
  if (!queue && SqsParameters !== undefined) throw invalid('Supplied target does not support SqsParameters.');
  if (queue && fifo && SqsParameters?.MessageGroupId === undefined)
    throw invalid('SqsParameters.MessageGroupId must be specified when the target is a FIFO queue.');
}

/** Functions take JSON only, with the context filled in. */
function checkInput(arn: string, input: string | undefined): void {
  if (input === undefined) return;
  checkLength('target.input', input, 1, 256 * 1024);
  if (!arn.includes(':lambda:')) return;
  try {
    JSON.parse(withContext(input, { scheduleArn: '', scheduledAt: 0, executionId: '', attempt: 1 }));
  } catch (cause) {
    throw invalid('Invalid Input: the target needs well-formed JSON.', cause);
  }
}
