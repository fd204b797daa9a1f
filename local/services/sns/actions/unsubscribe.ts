import { AwsError } from '../../aws-error.ts';
import { checkSubscriptionArn } from '../subscription-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { UnsubscribeInput } from '@aws-sdk/client-sns';

/** Who follows an `UnsubscribeURL` without signing the request. */
export const ANONYMOUS = 'anonymous';

/**
 * Ends a subscription; ending what is not there is no error.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
 */
export function unsubscribe(sns: Sns, input: UnsubscribeInput, call: Call): void {
  const arn = checkSubscriptionArn(input.SubscriptionArn);
  const subscription = sns.store.subscriptions.get(arn);
  const anonymous = call.caller.principal === ANONYMOUS;
  if (!anonymous) call.authorize({ action: 'sns:Unsubscribe', resource: '*' });
  if (subscription === undefined) return;
  if (anonymous && subscription.authenticateOnUnsubscribe) {
    throw new AwsError('AuthorizationError', 'Only the owner can end this subscription', { status: 403 });
  }
  sns.store.apply({ kind: 'subscription-deleted', arn });
  const topic = sns.store.topics.get(subscription.topicArn);
  if (topic !== undefined) {
    sns.store.apply({ kind: 'topic', topic: { ...topic, subscriptionsDeleted: topic.subscriptionsDeleted + 1 } });
  }
  sns.surroundings.journal({
    service: 'sns',
    event: 'unsubscribed',
    resource: subscription.topicArn,
    subscriptionArn: arn,
    protocol: subscription.protocol,
    endpoint: subscription.endpoint,
  });
  if (anonymous) sns.deliveries.announcer.announce(subscription, 'UnsubscribeConfirmation');
}
