import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from './aws/dynamodb.ts';
import { clock, epochSeconds, timestamp } from './clock.ts';
import { required } from './environment.ts';
import { outboxWrites, type OutgoingEnvelope } from './outbox.ts';
import { TransactionRefused, put, toItem, transaction } from './transaction.ts';

/** A request that waits for its reply, or has it. */
export interface Asked {
  readonly requestId: string;
  /** Whose it is; undefined where callers are not told apart. */
  readonly owner?: string;
  /** Hash of what was asked: another question under the same key is another request. */
  readonly requestHash: string;
  /** ISO 8601. A reply that comes later is dropped. */
  readonly deadline: string;
  /** The reply's data, once it came. */
  readonly reply?: Readonly<Record<string, unknown>>;
}

/** What became of a reply. `late`, `duplicate` and `foreign` ones change nothing. */
export type Settled = 'taken' | 'late' | 'duplicate' | 'foreign';

/** Answers can be fetched for a day after their deadline. */
const keptSeconds = 24 * 3600;

/** Requests and their replies in DynamoDB. A reply is written once, by the id of its request, before its deadline. */
export class ReplyStore {
  readonly #table = required('replyTable');

  /**
   * Writes down that an answer is awaited, in one transaction with the request itself.
   *
   * @returns the request that already has this id, or undefined if this one was written
   * @throws TransactionRefused for conflicts that outlast the retries
   */
  async ask(asked: Asked, request: OutgoingEnvelope): Promise<Asked | undefined> {
    const now = clock.now();
    const expiresAt = epochSeconds(Date.parse(asked.deadline)) + keptSeconds;
    try {
      await transaction([
        put(this.#table, { ...asked, expiresAt }, { condition: 'attribute_not_exists(requestId)' }),
        ...outboxWrites(required('outboxTable'), asked.requestId, 1, [request], now),
      ]);
      return undefined;
    } catch (error) {
      const existing = error instanceof TransactionRefused ? error.refusals[0]?.item : undefined;
      if (existing === undefined) throw error;
      return existing as unknown as Asked;
    }
  }

  async find(requestId: string): Promise<Asked | undefined> {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: this.#table, Key: { requestId: { S: requestId } }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : (unmarshall(Item) as Asked);
  }

  async settle(requestId: string, reply: Readonly<Record<string, unknown>>): Promise<Settled> {
    try {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: { requestId: { S: requestId } },
          UpdateExpression: 'SET reply = :reply',
          ConditionExpression: 'attribute_exists(requestId) AND attribute_not_exists(reply) AND deadline >= :now',
          ExpressionAttributeValues: toItem({ ':reply': reply, ':now': timestamp(clock.now()) }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'taken';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (error.Item === undefined) return 'foreign';
      return error.Item['reply'] === undefined ? 'late' : 'duplicate';
    }
  }
}
