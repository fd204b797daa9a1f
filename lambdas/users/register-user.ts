import type { RegisterUser } from '../../contracts/users.ts';
import { Problem } from '../http/problem.ts';
import type { Cause } from '../messaging/envelope.ts';
import { contentHash, derivedId } from '../messaging/ids.ts';
import type { UserStore } from './user-store.ts';
import type { User } from './user.ts';

export interface Registration {
  /** Whose keys these are; undefined where callers are not told apart. */
  readonly owner: string | undefined;
  readonly idempotencyKey: string;
  readonly request: RegisterUser;
  readonly cause: Cause;
}

/**
 * Registers a user. The id is a function of owner and key, so a repeated request finds the first one's user whatever
 * happened to the first one's answer.
 *
 * @throws Problem `email-taken`, or `idempotency-key-reused` for another body under the same key
 */
export async function registerUser(
  { owner = '', idempotencyKey, request, cause }: Registration,
  store: Pick<UserStore, 'add'>,
): Promise<{ readonly user: User; readonly created: boolean }> {
  const { correlationId } = cause;
  const requestHash = contentHash(request);
  const result = await store.add(
    { ...request, userId: derivedId('user', owner, idempotencyKey), requestHash, correlationId },
    cause,
  );
  if (result === 'email-taken') throw new Problem('email-taken');
  if ('added' in result) return { user: result.added, created: true };
  if (result.existing.requestHash !== requestHash) throw new Problem('idempotency-key-reused');
  return { user: result.existing, created: false };
}
