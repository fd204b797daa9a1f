import { clock, timestamp } from '../messaging/clock.ts';
import { envelope, type Cause } from '../messaging/envelope.ts';
import { required } from '../messaging/environment.ts';
import { outboxWrites } from '../messaging/outbox.ts';
import { TransactionRefused, put, transaction } from '../messaging/transaction.ts';
import { emailKey, type User } from './user.ts';

export type Added = { readonly added: User } | { readonly existing: User } | 'email-taken';

/** Writes users to DynamoDB: the user, the claim on the address and the event about them are one transaction. */
export class UserStore {
  readonly #users = required('usersTable');
  readonly #emails = required('userEmailsTable');
  readonly #outbox = required('outboxTable');

  /** @throws TransactionRefused for conflicts that outlast the retries */
  async add(user: Omit<User, 'registeredAt'>, cause: Cause): Promise<Added> {
    const now = clock.now();
    const row: User = { ...user, registeredAt: timestamp(now) };
    try {
      await transaction([
        put(this.#users, { ...row }, { condition: 'attribute_not_exists(userId)' }),
        put(
          this.#emails,
          { email: emailKey(row.email), userId: row.userId },
          { condition: 'attribute_not_exists(email)' },
        ),
        ...outboxWrites(this.#outbox, row.userId, 1, [registered(row, cause, now)], now),
      ]);
      return { added: row };
    } catch (error) {
      if (!(error instanceof TransactionRefused)) throw error;
      const [existing, taken] = error.refusals;
      if (existing?.item !== undefined) return { existing: existing.item as unknown as User };
      if (taken?.item !== undefined) return 'email-taken';
      throw error;
    }
  }
}

function registered({ userId, registeredAt }: User, cause: Cause, at: number) {
  const data = { userId, registeredAt };
  return {
    destination: 'events',
    message: envelope({ type: 'user.registered', subject: userId, transition: '1', data, cause, at }),
  };
}
