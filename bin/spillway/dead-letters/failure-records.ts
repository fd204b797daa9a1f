import type { Connection } from '../stack/connection.ts';
import type { DeadLetter } from './dead-letter.ts';

/** One attempt that ended in failure, as the consumer wrote it down. */
export interface Attempt {
  readonly attempt: number;
  readonly at: string;
  readonly reason: string;
  readonly errorType: string;
  readonly message: string;
}

export interface FailureRecord {
  readonly failures: readonly Attempt[];
  /** Receives that began a repeated attempt and were never heard of again: a crash, a timeout, out of memory. */
  readonly silent: readonly number[];
}

/** What the consumer wrote about a message's attempts; undefined where it wrote nothing, or there is no failure table. */
export async function failureRecord(
  { stack, clients }: Connection,
  { sourceMessageId }: Pick<DeadLetter, 'sourceMessageId'>,
): Promise<FailureRecord | undefined> {
  const table = stack.outputs['FailureTable'];
  if (table === undefined) return undefined;
  const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { unmarshall } = await import('@aws-sdk/util-dynamodb');
  const { Item } = await (
    await clients.get('dynamodb')
  ).send(new GetItemCommand({ TableName: table, Key: { messageId: { S: sourceMessageId } } }));
  if (Item === undefined) return undefined;
  const {
    failures = [],
    begun,
    ended,
  } = unmarshall(Item) as {
    failures?: Attempt[];
    begun?: Set<number>;
    ended?: Set<number>;
  };
  return { failures, silent: [...(begun ?? [])].filter((attempt) => ended?.has(attempt) !== true) };
}

/** The reason of a message that carries none: its last failure's, where one was written down. */
export async function withReason(connection: Connection, letter: DeadLetter): Promise<DeadLetter> {
  if (letter.reason !== undefined) return letter;
  const record = await failureRecord(connection, letter);
  const last = record?.failures.at(-1);
  if (record !== undefined && record.silent.length > 0) return { ...letter, reason: 'silent-crash' };
  return last === undefined ? letter : { ...letter, reason: last.reason, errorType: last.errorType };
}
