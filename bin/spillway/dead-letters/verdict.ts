import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Connection } from '../stack/connection.ts';
import { handlers } from '../stack/handlers.ts';
import { breach } from './contract.ts';
import type { DeadLetter } from './dead-letter.ts';
import { effects, work, type Effect, type Row, type Verdict } from './effects.ts';
import type { Place } from './places.ts';

export type Judge = (letters: readonly DeadLetter[]) => Promise<ReadonlyMap<string, Verdict>>;

/** Judges the messages of one dead-letter queue. It remembers their event ids, to tell a second copy of one message. */
export async function judgeOf(connection: Connection, place: Place): Promise<Judge> {
  const handler = (await handlers(connection, [place.source])).get(place.source.arn);
  const effect = effects.find((known) => known.handler === handler);
  const table = effect?.table(connection.stack);
  const client = table === undefined ? undefined : await connection.clients.get('dynamodb');
  const seen = new Map<string, string>();
  return async (letters) => {
    const known = effect !== undefined && client !== undefined;
    const rows = known ? await rowsOf(client, table!, effect, letters) : new Map<string, Row>();
    const verdicts = letters.map((letter): [string, Verdict] => {
      const broken = (effect?.breach ?? breach)(letter.body);
      if (broken !== undefined) return [letter.id, { outcome: 'returns', why: broken }];
      const twin = letter.eventId === undefined ? undefined : seen.get(letter.eventId);
      if (twin !== undefined && twin !== letter.id)
        return [letter.id, { outcome: 'no-op', why: `a second copy of ${twin.slice(0, 8)}` }];
      if (letter.eventId !== undefined) seen.set(letter.eventId, letter.id);
      return [letter.id, effect?.verdict(rows.get(letter.id)) ?? work];
    });
    return new Map(verdicts);
  };
}

/** Rows that messages are about, by message id. Read consistently: the verdict is about now. */
async function rowsOf(
  client: DynamoDBClient,
  table: string,
  effect: Effect,
  letters: readonly DeadLetter[],
): Promise<Map<string, Row>> {
  const { BatchGetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { marshall, unmarshall } = await import('@aws-sdk/util-dynamodb');
  const keys = new Map(letters.flatMap((letter) => keyed(effect, letter)));
  const unique = [...new Map([...keys.values()].map((key) => [JSON.stringify(key), key])).values()];
  const found = new Map<string, Row>();
  let wanted = unique.map((key) => marshall(key));
  while (wanted.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[table] ?? []) {
      const row = unmarshall(item);
      for (const [id, key] of keys)
        if (Object.entries(key).every(([name, value]) => row[name] === value)) found.set(id, row);
    }
    wanted = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

function keyed(effect: Effect, letter: DeadLetter): [string, Row][] {
  const key = effect.key(letter);
  return key === undefined ? [] : [[letter.id, key]];
}
