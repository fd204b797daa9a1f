import { registerUserSchema } from '../../contracts/users.ts';
import { causeOf, ownerOf } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { idempotencyKey, jsonBody } from '../http/request.ts';
import { unlessContended } from '../http/contention.ts';
import { count, log } from '../messaging/log.ts';
import { registerUser } from './register-user.ts';
import { UserStore } from './user-store.ts';

const store = new UserStore();

/** `POST /users` → 201 {userId, registeredAt}; 409 where the e-mail address is taken. */
export const handler = endpoint(async (event) => {
  const key = idempotencyKey(event);
  const request = jsonBody(event, registerUserSchema);
  const cause = causeOf(event);
  const registration = { owner: ownerOf(event), idempotencyKey: key, request, cause };
  const { user, created } = await unlessContended(() => registerUser(registration, store));
  const { userId, registeredAt } = user;
  log.info(created ? 'user registered' : 'user already registered', { userId, correlationId: cause.correlationId });
  if (created) count('UsersRegistered');
  return { status: 201, body: { userId, registeredAt } };
});
