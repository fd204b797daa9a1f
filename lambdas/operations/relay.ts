import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { invocation } from '../messaging/invocation.ts';
import { flushCounters, log } from '../messaging/log.ts';
import type { OutboxRow } from '../messaging/outbox.ts';
import { sendRows } from './send-rows.ts';

/**
 * The outbox table's stream: sends what transactions left to be sent. The first record not sent is reported and the
 * stream resumes there, so that an aggregate's messages leave in order; the sent ones behind it go out twice under the
 * same id. A stuck row is left to the sweeper, lest it hold up the stream for everyone.
 */
export const handler = (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
  invocation.run(context, async () => {
    const rows = new Map(event.Records.map((record) => [rowOf(record), record]));
    const { later, stuck } = await sendRows([...rows.keys()]);
    log.info('outbox relayed', { count: rows.size - later.length - stuck.length });
    flushCounters();
    const first = [...rows].find(([row]) => later.includes(row))?.[1];
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.dynamodb!.SequenceNumber! }] };
  });

function rowOf(record: DynamoDBRecord): OutboxRow {
  return unmarshall(record.dynamodb!.NewImage as Record<string, AttributeValue>) as OutboxRow;
}
