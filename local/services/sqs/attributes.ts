import { AwsError } from '../aws-error.ts';
import { fifoAttribute, invalidAttributeValue, unknownAttribute } from './errors.ts';
import { readPolicy } from './policy.ts';
import { readRedriveAllowPolicy, readRedrivePolicy } from './redrive-policies.ts';
import type { Sqs } from './sqs.ts';

/** Whole numbers in seconds, or bytes for the size. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  FifoQueue: ['true', 'false'],
  SqsManagedSseEnabled: ['true', 'false'],
};

/** What a standard queue knows nothing of, and what it says is for FIFO queues. */
const UNKNOWN_TO_STANDARD = new Set(['ContentBasedDeduplication', 'FifoQueue']);
const FOR_FIFO = new Set(['DeduplicationScope', 'FifoThroughputLimit']);

const DEFAULTS: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};

const FIFO_DEFAULTS: Readonly<Record<string, string>> = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

export type Attributes = Readonly<Record<string, string>>;

export interface AttributeContext {
  readonly sqs: Sqs;
  readonly queueArn: string;
  readonly fifo: boolean;
}

export function defaultAttributes(fifo: boolean): Attributes {
  return fifo ? { ...DEFAULTS, ...FIFO_DEFAULTS } : DEFAULTS;
}

/**
 * Validates attributes and brings them to the form in which they are kept. An empty value takes a policy away.
 *
 * @throws AwsError `InvalidAttributeName`, `InvalidAttributeValue`, `InvalidParameterValue`
 */
export function readAttributes(given: Attributes, context: AttributeContext): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!context.fifo && UNKNOWN_TO_STANDARD.has(name)) throw unknownAttribute(name);
    if (!context.fifo && FOR_FIFO.has(name)) throw fifoAttribute(name);
    read[name] = readAttribute(name, value, context);
  }
  return read;
}

/** @param current what is in force now; `changes` win */
export function mergeAttributes(current: Attributes, changes: Attributes): Attributes {
  const merged: Record<string, string> = { ...current, ...changes };
  if (changes['KmsMasterKeyId'] && changes['SqsManagedSseEnabled'] === 'true') {
    const message =
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.';
    throw new AwsError('InvalidAttributeName', message);
  }
  if (changes['KmsMasterKeyId']) merged['SqsManagedSseEnabled'] = 'false';
  if (changes['SqsManagedSseEnabled'] === 'true') merged['KmsMasterKeyId'] = '';
  if (merged['KmsMasterKeyId']) merged['KmsDataKeyReusePeriodSeconds'] ??= '300';
  else delete merged['KmsDataKeyReusePeriodSeconds'];
  if (merged['FifoThroughputLimit'] === 'perMessageGroupId' && merged['DeduplicationScope'] !== 'messageGroup') {
    const message =
      'The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.';
    throw new AwsError('InvalidAttributeValue', message);
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

function readAttribute(name: string, value: string, context: AttributeContext): string {
  const range = RANGES[name];
  if (range !== undefined) return readNumber(name, value, range);
  const choices = CHOICES[name];
  if (choices !== undefined) {
    const choice = choices.find((each) => each.toLowerCase() === value.toLowerCase());
    if (choice === undefined) throw invalidAttributeValue(name);
    return choice;
  }
  switch (name) {
    case 'Policy':
      return readPolicy(value);
    case 'RedrivePolicy':
      return readRedrivePolicy(value, context);
    case 'RedriveAllowPolicy':
      return readRedriveAllowPolicy(value);
    case 'KmsMasterKeyId':
      return value;
    default:
      throw unknownAttribute(name);
  }
}

function readNumber(name: string, value: string, [least, most]: readonly [number, number]): string {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) throw invalidAttributeValue(name);
  return String(number);
}
