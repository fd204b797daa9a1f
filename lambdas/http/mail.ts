import { required } from '../messaging/environment.ts';
import { Reject } from '../messaging/errors.ts';
import { callProvider } from './provider.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const url = required('mailUrl');

/**
 * Hands a mail to the provider. Mail has no idempotency key: a crash between sending and remembering sends it twice, and
 * only then.
 *
 * @throws Reject `mail-refused`; RetryLater where it stays unknown whether it went out
 */
export async function sendMail(mail: Mail): Promise<{ status: number }> {
  const { status } = await callProvider({ method: 'POST', url: `${url}/messages`, body: mail });
  if (status >= 300) throw new Reject(`The mail provider refused (${status})`, { reason: 'mail-refused' });
  return { status };
}
