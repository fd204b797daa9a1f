import { invalidParameter, subscriptionNotFound } from './errors.ts';
import type { Sns } from './sns.ts';
import type { SubscriptionRecord } from './store.ts';

/** @throws AwsError `InvalidParameter` for what is no ARN of a subscription */
export function checkSubscriptionArn(arn: string | undefined): string {
  if (arn === undefined) throw invalidParameter('SubscriptionArn Reason: no value for required parameter');
  const parts = arn.split(':');
  if (parts.length < 6) {
    throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${parts.length}`);
  }
  if (parts.length !== 7 || parts[2] !== 'sns') throw invalidParameter('SubscriptionId');
  return arn;
}

/** @throws AwsError `InvalidParameter`, `NotFound` */
export function findSubscription(sns: Sns, arn: string | undefined): SubscriptionRecord {
  const subscription = sns.store.subscriptions.get(checkSubscriptionArn(arn));
  if (subscription === undefined) throw subscriptionNotFound();
  return subscription;
}
