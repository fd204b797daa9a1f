import { userRegisteredSchema, type UserRegistered } from '../../contracts/users.ts';
import { pushOnce } from '../http/push.ts';
import { consume } from '../messaging/consume.ts';
import { log } from '../messaging/log.ts';
import { once } from '../messaging/once.ts';

const notify = once({
  operation: 'user-notification',
  key: ({ id }: UserRegistered) => id,
  run: ({ id, data }) => pushOnce(id, { to: data.userId, title: 'Welcome', body: 'Your account is ready.' }),
});

/** Pushes to a new user's devices that the account is ready. */
export const handler = consume({
  schema: userRegisteredSchema,
  handle: async (message, { attempt, correlationId }) => {
    await notify(message);
    log.info('user notified', { userId: message.data.userId, attempt, correlationId });
  },
});
