import { AwsError } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { ConfirmSubscriptionInput, ConfirmSubscriptionResponse } from '@aws-sdk/client-sns';

/** A token that nobody used for two days is worth nothing. */
const TOKEN_LIFETIME_MS = 2 * 24 * 3_600_000;

/**
 * Proves that an endpoint agreed to its subscription. Needs no permission: whoever has the token may.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export function confirmSubscription(
  sns: Sns,
  input: ConfirmSubscriptionInput,
  call: Call,
): ConfirmSubscriptionResponse {
  const { clock, journal, region } = sns.surroundings;
  const { TopicArn: topicArn = '', Token: token = '' } = input;
  if (!topicArn.startsWith(`arn:aws:sns:${region}:`) || topicArn.split(':').length !== 6) {
    throw invalidParameter('Topic');
  }
  const authenticate = input.AuthenticateOnUnsubscribe?.toLowerCase() === 'true';
  if (authenticate) call.authorize({ action: 'sns:ConfirmSubscription', resource: topicArn });
  if (!/^[\da-f]+$/i.test(token)) throw new AwsError('InvalidParameter', 'Invalid token');
  const subscription = sns.store.subscriptionByToken(token);
  if (subscription === undefined || subscription.topicArn !== topicArn) throw invalidParameter('Token');
  if (subscription.confirmed) return { SubscriptionArn: subscription.arn };
  if (clock.now() > subscription.createdAt + TOKEN_LIFETIME_MS) throw invalidParameter('Token');
  sns.store.apply({
    kind: 'subscription',
    subscription: {
      ...subscription,
      confirmed: true,
      confirmationWasAuthenticated: authenticate,
      authenticateOnUnsubscribe: authenticate,
    },
  });
  journal({ service: 'sns', event: 'confirmed', resource: topicArn, subscriptionArn: subscription.arn });
  return { SubscriptionArn: subscription.arn };
}
