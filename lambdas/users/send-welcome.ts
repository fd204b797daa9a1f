import { userRegisteredSchema, type UserRegistered } from '../../contracts/users.ts';
import { sendMail } from '../http/mail.ts';
import { consume } from '../messaging/consume.ts';
import { Reject } from '../messaging/errors.ts';
import { log } from '../messaging/log.ts';
import { once } from '../messaging/once.ts';
import { findUser } from './find-user.ts';

const sendWelcome = once({
  operation: 'user-welcome',
  key: ({ data }: UserRegistered) => data.userId,
  run: async ({ data }) => {
    const user = await findUser(data.userId);
    if (user === undefined) throw new Reject('The user is gone', { reason: 'unknown-user' });
    const text = `Hello${user.name === undefined ? '' : ` ${user.name}`}, it is good to have you here.`;
    return sendMail({ to: user.email, subject: 'Welcome', text });
  },
});

/** E-mails a welcome to whoever has registered. */
export const handler = consume({
  schema: userRegisteredSchema,
  handle: async (message, { attempt, correlationId }) => {
    await sendWelcome(message);
    log.info('welcome sent', { userId: message.data.userId, attempt, correlationId });
  },
});
