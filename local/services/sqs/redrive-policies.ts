import { readObject } from '../json-object.ts';
import { invalidAttributeValue, invalidValue } from './errors.ts';
import type { AttributeContext } from './attributes.ts';

const MOST_SOURCES = 10;
const PERMISSIONS: ReadonlySet<unknown> = new Set(['allowAll', 'denyAll', 'byQueue']);

/**
 * Reads a source queue's redrive policy; empty takes it away.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function readRedrivePolicy(text: string, { sqs, queueArn, fifo }: AttributeContext): string {
  if (text === '') return '';
  const fail = (reason: string): Error => invalidValue('RedrivePolicy', text, reason);
  const policy = readObject(text);
  if (policy === undefined) throw invalidAttributeValue('RedrivePolicy', 'Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn: target, maxReceiveCount: count, ...others } = policy;
  if (count === undefined) throw fail('Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  if (target === undefined) throw fail('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  if (Object.keys(others).length > 0) {
    throw fail('Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].');
  }
  const most = Number(count);
  if (!Number.isInteger(most) || most < 1 || most > 1000) {
    throw fail(
      `Invalid value for maxReceiveCount: ${JSON.stringify(count)}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  if (typeof target !== 'string' || !/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+$/.test(target)) {
    throw fail('Invalid value for deadLetterTargetArn.');
  }
  if (target.split(':')[2] !== 'sqs') throw fail('Only SQS queues are valid resources for deadLetterTargetArn.');
  // AWS ends this one with two full stops.
  if (target.endsWith('.fifo') !== fifo) throw fail('Dead-letter queue must be same type of queue as the source..');
  const queue = sqs.queueByArn(target);
  if (queue === undefined || target === queueArn) throw fail('Dead letter target does not exist.');
  const { redrivePermission, sourceQueueArns = [] } = queue.settings.redriveAllowPolicy;
  if (redrivePermission === 'denyAll' || (redrivePermission === 'byQueue' && !sourceQueueArns.includes(queueArn))) {
    throw fail('Dead letter target does not allow this queue to use it: see its RedriveAllowPolicy.');
  }
  return JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount: most });
}

export function readRedriveAllowPolicy(text: string): string {
  if (text === '') return '';
  const fail = (reason: string): Error =>
    invalidValue('RedriveAllowPolicy', text, `Amazon SQS can't create the redrive allow policy. ${reason}`);
  const { redrivePermission: permission, sourceQueueArns: sources, ...others } = readObject(text) ?? {};
  const readable = sources === undefined || (Array.isArray(sources) && sources.every((arn) => typeof arn === 'string'));
  if (!PERMISSIONS.has(permission) || !readable || Object.keys(others).length > 0) {
    throw invalidAttributeValue(
      'RedriveAllowPolicy',
      "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
    );
  }
  const count = sources?.length ?? 0;
  if (permission !== 'byQueue' && sources !== undefined) {
    throw fail('To specify one or more source queue ARNs, you must set redrivePermission to byQueue.');
  }
  if (permission === 'byQueue' && count === 0) {
    throw fail(
      'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    );
  }
  if (count > MOST_SOURCES) {
    throw fail(`The maximum number of source queue ARNs you can specify is ${MOST_SOURCES}.`);
  }
  return JSON.stringify({ redrivePermission: permission, ...(sources !== undefined && { sourceQueueArns: sources }) });
}
