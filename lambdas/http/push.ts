import { required } from '../messaging/environment.ts';
import { Reject } from '../messaging/errors.ts';
import { callProvider } from './provider.ts';

export interface PushNotification {
  /** User or device. */
  readonly to: string;
  readonly title: string;
  readonly body: string;
}

const url = required('pushUrl');

/**
 * Hands a notification to the push provider, which shows one key's once.
 *
 * @throws Reject `push-refused`; RetryLater where it stays unknown whether it went out
 */
export async function pushOnce(idempotencyKey: string, body: PushNotification): Promise<{ status: number }> {
  const { status } = await callProvider({ method: 'POST', url: `${url}/notifications`, idempotencyKey, body });
  if (status >= 300) throw new Reject(`The push provider refused (${status})`, { reason: 'push-refused' });
  return { status };
}
