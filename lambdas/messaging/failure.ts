import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from './aws/dynamodb.ts';
import { clock, epochSeconds, timestamp } from './clock.ts';

/** One receive of one message. */
export interface Delivery {
  readonly messageId: string;
  /** ARN of the queue. */
  readonly source: string;
  /** `ApproximateReceiveCount`: 1 at the first receive. */
  readonly attempt: number;
}

/** Why an attempt ended without success. */
export interface Failure {
  readonly errorType: string;
  /** A stable word, as in `Reject`; the error's class where there is none. */
  readonly reason: string;
  readonly message: string;
  readonly businessId?: string | undefined;
}

/**
 * What is known of messages that did not succeed at once. The port exists so that consumers can be run without a table;
 * `failureTable` is the real one.
 */
export interface FailureRecords {
  /**
   * Notes that a repeated attempt has begun.
   *
   * @returns how many earlier attempts ended without a word (crash, timeout, out of memory). Receives that never reached
   * the function, such as throttled ones, leave no note and do not count.
   */
  begin(delivery: Delivery): Promise<number>;
  /** Notes that an attempt ended, whatever its outcome. */
  end(delivery: Delivery): Promise<void>;
  /** Notes that an attempt ended in failure. */
  fail(delivery: Delivery, failure: Failure): Promise<void>;
}

/** Longer than any source and dead-letter retention together (4 + 14 days). */
const recordSeconds = 30 * 24 * 3600;

/** Records in DynamoDB: one item per message, its attempts as number sets, its failures as a list. */
export function failureTable(tableName: string): FailureRecords {
  const update = async (delivery: Delivery, expression: string, values: Record<string, unknown>) => {
    const now = clock.now();
    return dynamodb.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { messageId: { S: delivery.messageId } },
        UpdateExpression: `SET #source = :source, expiresAt = :expiresAt, updatedAt = :now${expression}`,
        ExpressionAttributeNames: { '#source': 'source' },
        ExpressionAttributeValues: {
          ':source': { S: delivery.source },
          ':expiresAt': { N: String(epochSeconds(now) + recordSeconds) },
          ':now': { S: timestamp(now) },
          ':attempt': { NS: [String(delivery.attempt)] },
          ...(values as Record<string, never>),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
  };
  return {
    async begin(delivery) {
      const { Attributes } = await update(delivery, ' ADD begun :attempt', {});
      const ended = new Set(Attributes?.['ended']?.NS);
      const silent = Attributes?.['begun']?.NS?.filter((n) => Number(n) < delivery.attempt && !ended.has(n)) ?? [];
      return silent.length;
    },
    async end(delivery) {
      await update(delivery, ' ADD ended :attempt', {});
    },
    async fail(delivery, failure) {
      const entry = {
        attempt: { N: String(delivery.attempt) },
        at: { S: timestamp(clock.now()) },
        errorType: { S: failure.errorType },
        reason: { S: failure.reason },
        message: { S: failure.message },
      };
      await update(
        delivery,
        `, reason = :reason, errorType = :errorType, failures = list_append(if_not_exists(failures, :none), :failure)${
          failure.businessId === undefined ? '' : ', businessId = :businessId'
        } ADD ended :attempt`,
        {
          ':reason': { S: failure.reason },
          ':errorType': { S: failure.errorType },
          ':none': { L: [] },
          ':failure': { L: [{ M: entry }] },
          ...(failure.businessId !== undefined && { ':businessId': { S: failure.businessId } }),
        },
      );
    },
  };
}
