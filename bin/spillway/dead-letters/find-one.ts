import type { Connection } from '../stack/connection.ts';
import { browse } from './browse.ts';
import type { DeadLetter } from './dead-letter.ts';
import { filterOf } from './filter.ts';
import { placesOf, type Place } from './places.ts';

export interface Found {
  readonly place: Place;
  readonly letter: DeadLetter;
}

/**
 * The message whose id begins so, wherever it is set aside. It is not hidden any more: its receipt handle is spent.
 *
 * @throws Error where none or several begin so
 */
export async function findOne(connection: Connection, id: string): Promise<Found> {
  const fits = filterOf({ id: [id] }, 0);
  const sqs = await connection.clients.get('sqs');
  const found: Found[] = [];
  for (const place of await placesOf(connection)) {
    for await (const batch of browse(sqs, place.deadLetterQueue)) {
      found.push(...batch.filter(fits).map((letter) => ({ place, letter })));
    }
  }
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new Error(`no message set aside has an id that begins with ${id}; see "dlq list"`);
  throw new Error(`${found.length} messages begin with ${id}: ${found.map(({ letter }) => letter.id).join(', ')}`);
}
