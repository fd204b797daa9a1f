import { Duration, Size, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { breakerPolicySchema } from '../../contracts/breaker.ts';

/** One thing that AWS or this project does not allow, found while the stack is put together. */
export interface Limit<Value> {
  /** What was given, as the reader of the construct's props knows it. */
  readonly what: string;
  readonly broken: (value: Value) => boolean;
  readonly allowed: string;
  readonly remedy: string;
}

const outside = (low: number, high: number) => (value: number) =>
  !(Number.isInteger(value) && value >= low && value <= high);

/** Seconds of a time that a queue really takes, next to the least or the most it may be. */
export interface Bounded {
  readonly given: Duration;
  readonly bound: Duration;
}

const shorter = ({ given, bound }: Bounded) => given.toMilliseconds() < bound.toMilliseconds();
const notLonger = ({ given, bound }: Bounded) => given.toMilliseconds() <= bound.toMilliseconds();

/** SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const queueLimits = {
  maxReceiveCount: {
    what: 'maxReceiveCount',
    broken: outside(5, 1000),
    allowed: '5 to 1000',
    remedy:
      'throttled receives count too, so fewer than five set good messages aside; shorten outageTolerance if 1000 is not enough',
  },
  visibilityTimeout: {
    what: 'visibilityTimeout',
    broken: (value: Duration) => value.toSeconds() < 1 || value.toSeconds() > 43_200,
    allowed: '1 second to 12 hours',
    remedy: 'split the work so that one attempt is shorter, or hand it to Step Functions',
  },
  visibilityGivenOnce: {
    what: 'visibilityTimeout together with consumerTimeout',
    broken: (given: readonly unknown[]) => given.every((value) => value !== undefined),
    allowed: 'one of the two',
    remedy: 'give consumerTimeout, from which the visibility follows',
  },
  retention: {
    what: 'retention',
    broken: (value: Duration) => value.toSeconds() < 60 || value.toSeconds() >= Duration.days(14).toSeconds(),
    allowed: '60 seconds to less than 14 days',
    remedy: 'the dead-letter queue keeps 14 days counted from the first send, so the source must keep less',
  },
  retentionOutlastsReceives: {
    what: 'retention',
    broken: notLonger,
    allowed: 'longer than it takes to spend all receives',
    remedy:
      'raise retention, or lower maxReceiveCount or visibilityTimeout, else messages expire before they are set aside',
  },
  backoffBase: {
    what: 'backoff.baseSeconds',
    broken: outside(1, 43_200),
    allowed: '1 to 43200 seconds',
    remedy: 'SQS hides a message for at most 12 hours',
  },
  backoffCap: {
    what: 'backoff.capSeconds',
    broken: outside(1, 43_200),
    allowed: '1 to 43200 seconds',
    remedy: 'SQS hides a message for at most 12 hours',
  },
} as const;

/** Event source mappings: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const consumerLimits = {
  visibilityCoversAttempts: {
    what: 'visibilityTimeout of the queue',
    broken: shorter,
    allowed: 'at least 6 × the function timeout + the batching window',
    remedy:
      'give the queue a longer consumerTimeout; with batchSize 1, shortVisibility with a reason allows timeout + 1 minute',
  },
  visibilityCoversOneAttempt: {
    what: 'visibilityTimeout of the queue',
    broken: shorter,
    allowed: 'at least the function timeout + 1 minute, even with shortVisibility',
    remedy: 'give the queue a longer visibilityTimeout, else a running message is handed out again',
  },
  shortVisibilityAlone: {
    what: 'batchSize with shortVisibility',
    broken: (batchSize: number) => batchSize !== 1,
    allowed: '1',
    remedy: 'the exception is for one long task at a time',
  },
  reason: {
    what: 'shortVisibility.reason',
    broken: (reason: string) => reason.trim().length < 10,
    allowed: 'a sentence',
    remedy: 'say why six attempts cannot fit, for whoever reads the template',
  },
  timeout: {
    what: 'timeout',
    broken: (value: Duration) => value.toSeconds() < 1 || value.toSeconds() > 900,
    allowed: '1 to 900 seconds',
    remedy: 'split the work, or hand it to Step Functions',
  },
  fifoBatch: {
    what: 'batchSize on a FIFO queue',
    broken: outside(1, 10),
    allowed: '1 to 10',
    remedy: 'use more message groups to go faster',
  },
  fifoWindow: {
    what: 'batchingWindow on a FIFO queue',
    broken: (window: Duration | undefined) => window !== undefined,
    allowed: 'none',
    remedy: 'leave batchingWindow out',
  },
  batch: {
    what: 'batchSize',
    broken: outside(1, 10_000),
    allowed: '1 to 10000',
    remedy: 'AWS takes no more in one batch',
  },
  batchWithoutWindow: {
    what: 'batchSize without batchingWindow',
    broken: outside(1, 10),
    allowed: '1 to 10',
    remedy: 'a larger batch needs a batchingWindow of at least 1 second',
  },
  window: {
    what: 'batchingWindow',
    broken: (value: Duration) => value.toSeconds() < 1 || value.toSeconds() > 300,
    allowed: '1 to 300 seconds',
    remedy: 'leave batchingWindow out where latency matters',
  },
  maxConcurrency: {
    what: 'maxConcurrency',
    broken: outside(2, 1000),
    allowed: '2 to 1000',
    remedy: 'for one at a time use a FIFO queue with a single message group',
  },
  inOrder: {
    what: 'a handler that works through its batch in parallel',
    broken: (parallel: boolean) => parallel,
    allowed: 'only on a standard queue',
    remedy: 'call consume with fifo: true, so that a failure holds back the rest of its group',
  },
} as const;

/** What else wrong use looks like. */
export const shapeLimits = {
  entry: {
    what: 'entry',
    broken: (entry: string) => !/^(lambdas\/[a-z0-9-]+|stand-ins)\/[a-z0-9-]+\.ts$/.test(entry),
    allowed: "a path from the repository's root such as lambdas/orders/process.ts",
    remedy: 'move the handler into a folder of lambdas/ and export const handler from it',
  },
  memory: {
    what: 'memory',
    broken: outside(128, 10_240),
    allowed: '128 to 10240 MB',
    remedy: 'AWS offers no other sizes',
  },
  topicType: {
    what: 'subscription of a FIFO queue to a standard topic',
    broken: ({ topicFifo, queueFifo }: { topicFifo: boolean; queueFifo: boolean }) => queueFifo && !topicFifo,
    allowed: 'FIFO queues subscribe to FIFO topics only',
    remedy: 'make the topic fifo, or the queue standard',
  },
  eventTypesNamed: {
    what: 'types',
    broken: (types: readonly string[]) => types.length === 0 || new Set(types).size !== types.length,
    allowed: 'at least one event type, none twice',
    remedy: 'name the events that this subscriber acts upon',
  },
  eventTypesKnown: {
    what: 'types',
    broken: ({ unknown }: { unknown: readonly string[] }) => unknown.length > 0,
    allowed: 'only types listed in contracts/event-types.ts',
    remedy: 'add the type there first, with its schema',
  },
  filterScope: {
    what: 'attributes together with body',
    broken: (given: readonly unknown[]) => given.every((value) => value !== undefined),
    allowed: 'one of the two',
    remedy: 'SNS filters a subscription by attributes or by body; the body holds the type as well',
  },
  filterKeys: {
    what: 'keys of a filter policy, the type among them',
    broken: outside(1, 5),
    allowed: '1 to 5',
    remedy: 'let the consumer drop what few events are left over',
  },
  filterCombinations: {
    what: 'combinations of values of a filter policy',
    broken: outside(1, 150),
    allowed: '1 to 150: the number of values of each key, times its depth, multiplied',
    remedy: 'name fewer values, or filter by a prefix',
  },
  recordLife: {
    what: 'recordLife of idempotency records',
    broken: notLonger,
    allowed: 'longer than the retention of queue and dead-letter queue together',
    remedy: 'raise recordLife, else a message redriven late runs again',
  },
  claimLife: {
    what: 'keep of deposited data',
    broken: notLonger,
    allowed: 'longer than the retention of queue and dead-letter queue together',
    remedy: 'raise keep, else a message redriven late finds its data gone',
  },
  delayedQueue: {
    what: 'the queue of delayed messages',
    broken: ({ fifo }: { fifo: boolean }) => fifo,
    allowed: 'a standard queue',
    remedy:
      "EventBridge Scheduler gives a FIFO queue no deduplication id, and what was delayed has no order; let the standard queue's consumer write to the FIFO queue by the outbox",
  },
  giveUpAfter: {
    what: 'giveUpAfter',
    broken: (value: Duration) => value.toSeconds() < 60 || value.toSeconds() > 86_400,
    allowed: '1 minute to 24 hours',
    remedy: 'EventBridge Scheduler tries no longer than a day',
  },
  replyWait: {
    what: 'wait',
    broken: (value: Duration) => value.toSeconds() < 1 || value.toSeconds() > 25,
    allowed: '1 to 25 seconds',
    remedy: 'API Gateway ends a request after 30 seconds; let the caller fetch what takes longer',
  },
  replyDeadline: {
    what: 'deadline',
    broken: notLonger,
    allowed: 'longer than wait',
    remedy: 'raise deadline, else replies are dropped while their callers wait',
  },
  destinationName: {
    what: 'outbox destination',
    broken: (name: string) => !/^[a-z][a-z0-9.-]{0,63}$/.test(name),
    allowed: 'lower-case letters, digits, dots and hyphens, at most 64',
    remedy: 'rename it; handlers write this name into the outbox row',
  },
  destinationNew: {
    what: 'outbox destination',
    broken: ({ name, taken }: { name: string; taken: readonly string[] }) => taken.includes(name),
    allowed: 'named once',
    remedy: 'choose another name, else rows would go to the later one',
  },
  breakerName: {
    what: 'name of a breaker',
    broken: (name: string) => !/^[a-z][a-z0-9-]{0,31}$/.test(name),
    allowed: 'lower-case letters, digits and hyphens, at most 32',
    remedy: 'name what is downstream: payment',
  },
  breakerPolicy: {
    what: 'policy of a breaker',
    broken: (policy: unknown) => !breakerPolicySchema.safeParse(policy).success,
    allowed: 'a failureShare above 0 to 1, whole numbers above 0 for all else',
    remedy: 'leave out what need not differ from the default',
  },
  permitSeconds: {
    what: 'permitSeconds of a breaker',
    broken: shorter,
    allowed: 'at least the timeout of every function behind it',
    remedy: 'raise permitSeconds, else a probe that is still under way counts as failed',
  },
  parallelization: {
    what: 'parallelization',
    broken: outside(1, 10),
    allowed: '1 to 10',
    remedy: 'AWS runs no more batches of one shard at a time',
  },
  laneNames: {
    what: 'lanes',
    broken: (lanes: readonly string[]) => lanes.length < 2,
    allowed: 'at least two lanes',
    remedy: 'use a WorkQueue and a QueueConsumer for a single lane',
  },
  watchName: {
    what: 'name of what is watched',
    broken: (name: string) => name.trim() === '' || name.length > 100,
    allowed: '1 to 100 characters',
    remedy: 'it is what alarms and the dashboard call it',
  },
  ageSlo: {
    what: 'ageSlo',
    broken: (value: Duration) => value.toSeconds() < 60,
    allowed: 'at least 1 minute',
    remedy: 'SQS reports once a minute',
  },
  threshold: {
    what: 'an alarm threshold',
    broken: outside(1, Number.MAX_SAFE_INTEGER),
    allowed: 'a whole number above 0',
    remedy: 'with 0 the alarm would always ring',
  },
  stage: {
    what: 'context "stage"',
    broken: (stage: unknown) => stage !== 'local' && stage !== 'dev' && stage !== 'prod',
    allowed: 'local, dev or prod',
    remedy: 'pass -c stage=dev',
  },
  logLevel: {
    what: 'context "spillway:logLevel"',
    broken: ({ level, levels }: { level: unknown; levels: readonly string[] }) => !levels.includes(level as string),
    allowed: 'DEBUG, INFO, WARN or ERROR',
    remedy: 'leave it out for INFO',
  },
  logRetention: {
    what: 'context "spillway:logRetentionDays"',
    broken: ({ days, known }: { days: number; known: readonly number[] }) => !known.includes(days),
    allowed: 'a number of days that CloudWatch Logs knows, such as 7, 30, 90 or 365',
    remedy: 'take the next longer one',
  },
  accountConcurrency: {
    what: 'the sum of maxConcurrency of all consumers',
    broken: ({ sum, most }: { sum: number; most: number }) => sum > most,
    allowed: 'at most accountConcurrency less 100, which are left for the API',
    remedy: 'lower maxConcurrency, or raise the quota of the account and then spillway:accountConcurrency',
  },
  callerLimit: {
    what: 'requestsPerMinute',
    broken: outside(1, 1_000_000),
    allowed: '1 to 1000000',
    remedy: 'leave it out for no limit of each caller',
  },
  githubRepository: {
    what: 'repository',
    broken: (repository: string) => !/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(repository),
    allowed: 'OWNER/NAME',
    remedy: 'a wildcard would let strangers deploy',
  },
  uploadLimit: {
    what: 'uploadLimit',
    broken: (value: Size) => value.toBytes() < 1024 * 1024 || value.toBytes() > 5_000_000_000,
    allowed: '1 MiB to 5 GB',
    remedy: 'a form of S3 takes no more, and /tmp holds an upload and its rendition only up to there',
  },
  bucketName: {
    what: 'name of the bucket, from the name of the stack',
    broken: (name: string) => !/^[a-z0-9][a-z0-9-]{1,21}$/.test(name),
    allowed: 'at most 22 letters, digits and hyphens before account and Region',
    remedy: 'give the stack a shorter name',
  },
  layerSize: {
    what: 'the layer, unpacked',
    broken: (bytes: number) => bytes > 250 * 1024 * 1024,
    allowed: 'at most 262144000 bytes, the functions included',
    remedy: 'use a smaller build of FFmpeg',
  },
  rate: {
    what: 'every',
    broken: (value: Duration) => value.toSeconds() < 60 || value.toSeconds() % 60 !== 0,
    allowed: 'whole minutes, at least one',
    remedy: 'EventBridge Scheduler knows nothing finer',
  },
} as const;

/**
 * Stops the synthesis if a value breaks a limit.
 *
 * @throws Error naming the construct, the value given, what is allowed and the remedy
 */
export function enforce<Value>(scope: IConstruct, limit: Limit<Value>, value: Value): void {
  if (Token.isUnresolved(value) || !limit.broken(value)) return;
  throw new Error(`${scope.node.path}: ${limit.what} must be ${limit.allowed}, got ${show(value)}: ${limit.remedy}`);
}

function show(value: unknown): string {
  if (value instanceof Duration) return value.toHumanString();
  if (value instanceof Size) return `${value.toBytes()} bytes`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if ('given' in value && 'bound' in value) return `${show(value.given)} against ${show(value.bound)}`;
  return Object.entries(value)
    .map(([name, part]) => `${name} ${show(part)}`)
    .join(', ');
}
