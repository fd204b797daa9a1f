import { userRegisteredSchema, type UserRegistered } from '../../contracts/users.ts';
import { consumeBatch } from '../messaging/consume-batch.ts';
import { required } from '../messaging/environment.ts';
import { log } from '../messaging/log.ts';
import { putAll } from '../messaging/put-all.ts';

const table = required('registrationsTable');

/**
 * Records registrations for analytics, many at a time. A row is a function of its event alone, so writing it twice leaves
 * one; copies of an event within a batch share one row, since DynamoDB refuses a key twice in a request.
 */
export const handler = consumeBatch({
  schema: userRegisteredSchema,
  handle: async (batch) => {
    const rows = new Map(batch.map(({ message }) => [message.id, rowOf(message)]));
    const written = await putAll(table, ['eventId'], [...rows.values()]);
    const errors = new Map([...rows.keys()].map((id, index) => [id, written[index]]));
    log.info('registrations recorded', { count: written.filter((error) => error === undefined).length });
    return batch.map(({ message }) => errors.get(message.id));
  },
});

function rowOf({ id, data }: UserRegistered) {
  return { eventId: id, userId: data.userId, registeredAt: data.registeredAt };
}
