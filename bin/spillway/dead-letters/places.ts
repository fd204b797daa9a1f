import type { Connection } from '../stack/connection.ts';
import { oneNamed, workQueues, type DeadLetterQueue, type WorkQueue } from '../stack/queues.ts';

/** A dead-letter queue and the work queue that its messages belong to. */
export interface Place {
  readonly source: WorkQueue;
  readonly deadLetterQueue: DeadLetterQueue;
}

/** Dead-letter queues of one work queue, or of all. */
export async function placesOf(connection: Connection, word?: string): Promise<readonly Place[]> {
  const all = await workQueues(connection);
  const chosen = word === undefined ? all : [oneNamed(all, word)];
  return chosen.flatMap((source) => source.deadLetterQueues.map((deadLetterQueue) => ({ source, deadLetterQueue })));
}

/**
 * The dead-letter queue of one work queue, or the topic's for it.
 *
 * @throws Error where there is none
 */
export async function placeOf(connection: Connection, word: string, undelivered: boolean): Promise<Place> {
  const kind = undelivered ? 'subscription' : 'queue';
  const place = (await placesOf(connection, word)).find(({ deadLetterQueue }) => deadLetterQueue.kind === kind);
  if (place === undefined) throw new Error(`no topic keeps what it could not deliver to ${word}`);
  return place;
}

export function placeName({ source, deadLetterQueue }: Place): string {
  return deadLetterQueue.kind === 'queue' ? source.name : `${source.name} (undelivered)`;
}
