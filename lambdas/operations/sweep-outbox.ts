import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { clock, timestamp } from '../messaging/clock.ts';
import { required } from '../messaging/environment.ts';
import { invocation } from '../messaging/invocation.ts';
import { count, flushCounters, log, timed } from '../messaging/log.ts';
import { unsentShards, type OutboxRow } from '../messaging/outbox.ts';
import { sendRows } from './send-rows.ts';

const table = required('outboxTable');

/** The relay gets this long before a row counts as left behind. */
const graceSeconds = 60;
/** Rows read and sent at a time. */
const pageSize = 100;
/** What must be left of the invocation to start another page. */
const reserveMilliseconds = 10_000;

/** Scheduled: sends the rows that the relay left behind, oldest first. */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  invocation.run(context, async () => {
    const before = timestamp(clock.now() - graceSeconds * 1000);
    for (let shard = 0; shard < unsentShards; shard++) await sweep(String(shard), before, context);
    flushCounters();
  });

/** Goes through one shard page by page, past rows that are stuck, while there is time; the next run takes the rest. */
async function sweep(shard: string, before: string, context: Context): Promise<void> {
  let from: QueryCommandInput['ExclusiveStartKey'];
  do {
    const { Items = [], LastEvaluatedKey } = await dynamodb.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'unsent',
        KeyConditionExpression: 'unsentShard = :shard AND createdAt < :before',
        ExpressionAttributeValues: { ':shard': { S: shard }, ':before': { S: before } },
        Limit: pageSize,
        ...(from !== undefined && { ExclusiveStartKey: from }),
      }),
    );
    const rows = Items.map((item) => unmarshall(item) as OutboxRow);
    if (rows.length > 0) {
      timed('OutboxLagSeconds', (clock.now() - Date.parse(rows[0]!.createdAt)) / 1000);
      const { later, stuck } = await sendRows(rows);
      const swept = rows.length - later.length - stuck.length;
      log.warn('outbox swept', { count: swept });
      count('OutboxSwept', swept);
    }
    from = LastEvaluatedKey;
  } while (from !== undefined && context.getRemainingTimeInMillis() > reserveMilliseconds);
}
