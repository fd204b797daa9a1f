import { NotSimulated } from '../aws-error.ts';
import { checkTopicDelivery, effectiveTopicDelivery, topicDelivery } from './delivery-policy.ts';
import { invalidParameter } from './errors.ts';
import { checkPolicy } from './policy.ts';
import type { Sns } from './sns.ts';
import type { TopicRecord } from './store.ts';

type Check = (value: string, prefix: string) => void;

const anything: Check = () => {};

const FEEDBACK = ['HTTP', 'Firehose', 'Lambda', 'Application', 'SQS'].flatMap((protocol) => [
  [`${protocol}SuccessFeedbackRoleArn`, anything] as const,
  [`${protocol}FailureFeedbackRoleArn`, anything] as const,
  [`${protocol}SuccessFeedbackSampleRate`, whole('SuccessFeedbackSampleRate', 0, 100)] as const,
]);

/** Every documented attribute that can be set, with what it may hold. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...FEEDBACK,
  ['DeliveryPolicy', (value, prefix) => value === '' || checkTopicDelivery(value, prefix)],
  ['DisplayName', (value, prefix) => demand(value.length <= 100, `${prefix}DisplayName`)],
  ['Policy', checkPolicy],
  ['MaximumMessageSize', whole('MaximumMessageSize', 1024, 1_048_576)],
  ['TracingConfig', oneOf('TracingConfig', ['PassThrough', 'Active'])],
  ['KmsMasterKeyId', anything],
  ['SignatureVersion', oneOf('SignatureVersion', ['1', '2'])],
  ['ContentBasedDeduplication', oneOf('ContentBasedDeduplication', ['true', 'false'])],
  ['FifoThroughputScope', oneOf('FifoThroughputScope', ['Topic', 'MessageGroup'])],
  [
    'ArchivePolicy',
    (value) => {
      if (value !== '' && value !== '{}') throw new NotSimulated('The message archive of SNS (ArchivePolicy)');
    },
  ],
]);

const FIFO_ONLY = new Set(['ContentBasedDeduplication', 'FifoThroughputScope', 'ArchivePolicy']);

/**
 * Checks one attribute of a topic.
 *
 * @param prefix `Attributes Reason: ` in CreateTopic, nothing in SetTopicAttributes
 * @throws AwsError `InvalidParameter`, `NotSimulated`
 */
export function checkTopicAttribute(name: string, value: string, fifo: boolean, prefix = ''): void {
  const check = CHECKS.get(name);
  if (check === undefined) {
    throw invalidParameter(prefix === '' ? 'AttributeName' : `${prefix}Unknown attribute ${name}`);
  }
  if (FIFO_ONLY.has(name) && !fifo) {
    throw invalidParameter(
      name === 'ContentBasedDeduplication'
        ? `${prefix}Content-based deduplication can only be set for FIFO topics`
        : `${prefix}${name} can only be set for FIFO topics`,
    );
  }
  check(value, prefix);
}

/** What GetTopicAttributes answers: what was set, what AWS adds, and the counts. */
export function topicAttributes(sns: Sns, topic: TopicRecord): Record<string, string> {
  let confirmed = 0;
  let pending = 0;
  for (const subscription of sns.store.subscriptionsOf(topic.arn)) {
    if (subscription.confirmed) confirmed += 1;
    else pending += 1;
  }
  const delivery = topic.attributes['DeliveryPolicy'];
  return {
    DisplayName: '',
    ...topic.attributes,
    ...(delivery !== undefined && { DeliveryPolicy: JSON.stringify(topicDelivery(delivery)) }),
    ...(topic.fifo && {
      FifoTopic: 'true',
      ContentBasedDeduplication: topic.attributes['ContentBasedDeduplication'] ?? 'false',
    }),
    EffectiveDeliveryPolicy: JSON.stringify(effectiveTopicDelivery(delivery)),
    Owner: sns.surroundings.accountId,
    Policy: topic.attributes['Policy'] ?? JSON.stringify(sns.policyOf(topic)),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsDeleted: String(topic.subscriptionsDeleted),
    SubscriptionsPending: String(pending),
    TopicArn: topic.arn,
  };
}

function demand(holds: boolean, fault: string): void {
  if (!holds) throw invalidParameter(fault);
}

function oneOf(name: string, allowed: readonly string[]): Check {
  return (value, prefix) =>
    demand(allowed.includes(value), `${prefix}${name}: Invalid value [${value}]. Must be ${allowed.join(' or ')}.`);
}

function whole(name: string, least: number, most: number): Check {
  return (value, prefix) =>
    demand(
      /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most,
      `${prefix}${name}: Invalid value [${value}]. Must be a whole number from ${least} to ${most}.`,
    );
}
