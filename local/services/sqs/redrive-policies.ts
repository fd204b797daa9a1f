import { invalidValue } from './errors.ts';
import type { AttributeContext } from './attributes.ts';

const MOST_SOURCES = 10;

/**
 * Reads a source queue's redrive policy; empty takes it away.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function readRedrivePolicy(text: string, { sqs, queueArn, fifo }: AttributeContext): string {
  if (text === '') return '';
  const fail = (reason: string): Error => invalidValue('RedrivePolicy', text, reason);
  const policy = parse(text, () => fail('Redrive policy is not a valid JSON map.'));
  const { deadLetterTargetArn: target, maxReceiveCount: count } = policy;
  if (target === undefined) throw fail('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  if (count === undefined) throw fail('Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  if (typeof target !== 'string' || !/^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/.test(target)) {
    throw fail('Invalid value for deadLetterTargetArn.');
  }
  const most = Number(count);
  if (!Number.isInteger(most) || most < 1 || most > 1000) {
    throw fail(
      `Invalid value for maxReceiveCount: ${JSON.stringify(count)}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  const queue = sqs.queueByArn(target);
  if (queue === undefined || target === queueArn) throw fail('Dead letter target does not exist.');
  if (queue.record.fifo !== fifo) throw fail('Dead letter queue must be same type of queue as the source.');
  const { redrivePermission, sourceQueueArns = [] } = queue.settings.redriveAllowPolicy;
  if (redrivePermission === 'denyAll' || (redrivePermission === 'byQueue' && !sourceQueueArns.includes(queueArn))) {
    throw fail('Dead letter target does not allow this queue to use it: see its RedriveAllowPolicy.');
  }
  return JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount: most });
}

export function readRedriveAllowPolicy(text: string): string {
  if (text === '') return '';
  const fail = (reason: string): Error => invalidValue('RedriveAllowPolicy', text, reason);
  const policy = parse(text, () => fail('Redrive allow policy is not a valid JSON map.'));
  const { redrivePermission: permission = 'allowAll', sourceQueueArns: sources } = policy;
  if (permission !== 'allowAll' && permission !== 'denyAll' && permission !== 'byQueue') {
    throw fail("Amazon SQS can't create the redrive allow policy. Invalid value for redrivePermission.");
  }
  if (sources !== undefined && !(Array.isArray(sources) && sources.every((arn) => typeof arn === 'string'))) {
    throw fail("Amazon SQS can't create the redrive allow policy. Invalid value for sourceQueueArns.");
  }
  const count = sources?.length ?? 0;
  if (permission !== 'byQueue' && sources !== undefined) {
    throw fail(
      "Amazon SQS can't create the redrive allow policy. To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
    );
  }
  if (permission === 'byQueue' && count === 0) {
    throw fail(
      "Amazon SQS can't create the redrive allow policy. When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.",
    );
  }
  if (count > MOST_SOURCES) {
    throw fail(
      "Amazon SQS can't create the redrive allow policy. You can specify up to 10 source queue ARNs; to allow more, set redrivePermission to allowAll.",
    );
  }
  return JSON.stringify({ redrivePermission: permission, ...(sources !== undefined && { sourceQueueArns: sources }) });
}

function parse(text: string, fail: () => Error): Record<string, unknown> {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw fail();
  }
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) throw fail();
  return policy as Record<string, unknown>;
}
