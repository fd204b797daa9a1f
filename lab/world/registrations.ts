import { envelope } from '../../lambdas/messaging/envelope.ts';
import { derivedId } from '../../lambdas/messaging/ids.ts';

/** The body of `user.registered`. */
export function userRegisteredBody(number: number): string {
  const userId = derivedId('lab', `user-${number}`);
  const at = Date.UTC(2026, 0, 1);
  const data = { userId, registeredAt: new Date(at).toISOString() };
  const cause = { correlationId: userId, causationId: userId };
  return JSON.stringify(envelope({ type: 'user.registered', subject: userId, transition: '1', data, cause, at }));
}
