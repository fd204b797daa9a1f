import { invalidParameter } from './errors.ts';

/** How HTTP(S) deliveries are retried; times in seconds. */
export interface HealthyRetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numMaxDelayRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly backoffFunction: string;
}

const DEFAULT_RETRY: HealthyRetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
};

const DEFAULT_CONTENT_TYPE = 'text/plain; charset=UTF-8';

interface ThrottlePolicy {
  readonly maxReceivesPerSecond?: number | null;
}

interface RequestPolicy {
  readonly headerContentType?: string;
}

interface TopicDelivery {
  readonly http?: {
    readonly defaultHealthyRetryPolicy?: Partial<HealthyRetryPolicy> | null;
    readonly disableSubscriptionOverrides?: boolean | null;
    readonly defaultThrottlePolicy?: ThrottlePolicy | null;
    readonly defaultRequestPolicy?: RequestPolicy | null;
  } | null;
}

interface SubscriptionDelivery {
  readonly healthyRetryPolicy?: Partial<HealthyRetryPolicy> | null;
  readonly throttlePolicy?: ThrottlePolicy | null;
  readonly requestPolicy?: RequestPolicy | null;
}

/** What rules the deliveries of one HTTP(S) subscription. */
export interface HttpDelivery {
  readonly retry: HealthyRetryPolicy;
  readonly contentType: string;
  /** Messages that the endpoint takes in a second; undefined for any number. */
  readonly perSecond: number | undefined;
}

/** `DeliveryPolicy` of a topic as AWS shows it: without what is null, and with whether subscriptions may differ. */
export function topicDelivery(policy: string): object {
  const http = parseTopicDelivery(policy).http ?? {};
  return {
    http: {
      ...present('defaultHealthyRetryPolicy', http.defaultHealthyRetryPolicy),
      disableSubscriptionOverrides: http.disableSubscriptionOverrides ?? false,
      ...present('defaultThrottlePolicy', http.defaultThrottlePolicy),
      ...present('defaultRequestPolicy', http.defaultRequestPolicy),
    },
  };
}

/** `DeliveryPolicy` of a subscription as AWS shows it: every member, null where nothing was given. */
export function subscriptionDelivery(policy: string): object {
  const own = JSON.parse(policy) as SubscriptionDelivery;
  return {
    healthyRetryPolicy: own.healthyRetryPolicy ? { ...DEFAULT_RETRY, ...own.healthyRetryPolicy } : null,
    sicklyRetryPolicy: null,
    throttlePolicy: own.throttlePolicy ?? null,
    requestPolicy: own.requestPolicy ?? null,
    guaranteed: false,
  };
}

/** `EffectiveDeliveryPolicy` of a topic, keys in AWS's order. */
export function effectiveTopicDelivery(policy: string | undefined): object {
  const http = parseTopicDelivery(policy).http ?? {};
  return {
    http: {
      defaultHealthyRetryPolicy: { ...DEFAULT_RETRY, ...http.defaultHealthyRetryPolicy },
      disableSubscriptionOverrides: http.disableSubscriptionOverrides ?? false,
      ...present('defaultThrottlePolicy', http.defaultThrottlePolicy),
      defaultRequestPolicy: { headerContentType: http.defaultRequestPolicy?.headerContentType ?? DEFAULT_CONTENT_TYPE },
    },
  };
}

/** `EffectiveDeliveryPolicy` of an HTTP(S) subscription. */
export function effectiveSubscriptionDelivery(topic: string | undefined, own: string | undefined): object {
  const { retry, contentType, perSecond } = httpDelivery(topic, own);
  return {
    healthyRetryPolicy: retry,
    sicklyRetryPolicy: null,
    throttlePolicy: perSecond === undefined ? null : { maxReceivesPerSecond: perSecond },
    requestPolicy: { headerContentType: contentType },
    guaranteed: false,
  };
}

/** The subscription's own policy over the topic's over AWS's default. */
export function httpDelivery(topic: string | undefined, own: string | undefined): HttpDelivery {
  const http = parseTopicDelivery(topic).http ?? {};
  const mine: SubscriptionDelivery =
    own === undefined || http.disableSubscriptionOverrides === true ? {} : (JSON.parse(own) as SubscriptionDelivery);
  return {
    retry: { ...DEFAULT_RETRY, ...http.defaultHealthyRetryPolicy, ...mine.healthyRetryPolicy },
    contentType:
      mine.requestPolicy?.headerContentType ?? http.defaultRequestPolicy?.headerContentType ?? DEFAULT_CONTENT_TYPE,
    perSecond:
      mine.throttlePolicy?.maxReceivesPerSecond ?? http.defaultThrottlePolicy?.maxReceivesPerSecond ?? undefined,
  };
}

/** @throws AwsError `InvalidParameter` */
export function checkTopicDelivery(text: string, prefix: string): void {
  const { http } = parse(text, prefix) as TopicDelivery;
  checkRetry(http?.defaultHealthyRetryPolicy, prefix);
  checkThrottle(http?.defaultThrottlePolicy, prefix);
}

/** @throws AwsError `InvalidParameter` */
export function checkSubscriptionDelivery(text: string, prefix: string): void {
  const policy = parse(text, prefix) as SubscriptionDelivery;
  checkRetry(policy.healthyRetryPolicy, prefix);
  checkThrottle(policy.throttlePolicy, prefix);
}

function parseTopicDelivery(text: string | undefined): TopicDelivery {
  return text === undefined ? {} : (JSON.parse(text) as TopicDelivery);
}

function parse(text: string, prefix: string): object {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null) return policy;
  } catch (cause) {
    throw invalidParameter(`${prefix}DeliveryPolicy: failed to parse JSON.`, { cause });
  }
  throw invalidParameter(`${prefix}DeliveryPolicy: failed to parse JSON.`);
}

function checkThrottle(given: ThrottlePolicy | null | undefined, prefix: string): void {
  const most = given?.maxReceivesPerSecond ?? 1;
  if (!(Number.isInteger(most) && most >= 1)) {
    throw invalidParameter(`${prefix}DeliveryPolicy: throttlePolicy.maxReceivesPerSecond must be at least 1`);
  }
}

function present(name: string, value: object | null | undefined): object {
  return value === undefined || value === null ? {} : { [name]: value };
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html#creating-delivery-policy */
function checkRetry(given: Partial<HealthyRetryPolicy> | null | undefined, prefix: string): void {
  const policy = { ...DEFAULT_RETRY, ...given };
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy;
  const fail = (reason: string): never => {
    throw invalidParameter(`${prefix}DeliveryPolicy: ${reason}`);
  };
  if (!(policy.minDelayTarget >= 1 && policy.minDelayTarget <= policy.maxDelayTarget)) {
    fail('healthyRetryPolicy.minDelayTarget must be less than or equal to maxDelayTarget');
  }
  if (!(policy.maxDelayTarget <= 3600)) fail('healthyRetryPolicy.maxDelayTarget must be less than or equal to 3600');
  if (!(numRetries >= 0 && numRetries <= 100)) fail('healthyRetryPolicy.numRetries must be between 0 and 100');
  if (numNoDelayRetries + numMinDelayRetries + numMaxDelayRetries > numRetries) {
    fail(
      'healthyRetryPolicy.numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries',
    );
  }
  if (!['linear', 'arithmetic', 'geometric', 'exponential'].includes(policy.backoffFunction)) {
    fail('healthyRetryPolicy.backoffFunction must be one of arithmetic, exponential, geometric, linear');
  }
}
