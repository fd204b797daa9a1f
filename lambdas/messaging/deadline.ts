import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { dynamodb } from './aws/dynamodb.ts';
import { clock, timestamp } from './clock.ts';
import { invocation } from './invocation.ts';
import { flushCounters } from './log.ts';

/** Partitions of the sparse index over unfinished rows, so that a busy table does not write to one hot key. */
const openShards = Array.from({ length: 16 }, (_, digit) => digit.toString(16));

/** Rows ended per shard and run; the next run takes the rest. */
const limit = 100;

/** A row's partition while it is unfinished: the last hexadecimal digit of its id. */
export function openShardOf(id: string): string {
  return id.slice(-1);
}

export interface OverdueOptions<Row> {
  /** Has the index `openByDeadline`. */
  readonly table: string;
  /** Must not throw for one row: it would keep the others from their end. */
  readonly endOne: (row: Row) => Promise<void>;
}

/**
 * Makes a scheduled handler that ends what no message will ever finish: rows that are still open when their deadline has
 * passed.
 */
export function overdueSweeper<Row>({ table, endOne }: OverdueOptions<Row>) {
  return (_event: unknown, context: Context): Promise<void> =>
    invocation.run(context, async () => {
      for (const shard of openShards) {
        for (const row of await overdue<Row>(table, shard)) await endOne(row);
      }
      flushCounters();
    });
}

/** The oldest first. */
async function overdue<Row>(table: string, shard: string): Promise<Row[]> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'openByDeadline',
      KeyConditionExpression: 'openShard = :shard AND deadline < :now',
      ExpressionAttributeValues: { ':shard': { S: shard }, ':now': { S: timestamp(clock.now()) } },
      Limit: limit,
    }),
  );
  return Items.map((item) => unmarshall(item) as Row);
}
