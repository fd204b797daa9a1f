import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type PutItemCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { BreakerEventType, BreakerMoved, BreakerPolicy, BreakerState } from '../../../contracts/breaker.ts';
import type { Message } from '../../../contracts/messages.ts';
import { dynamodb } from '../aws/dynamodb.ts';
import { clock, timestamp } from '../clock.ts';
import { envelope } from '../envelope.ts';
import { outboxWrites } from '../outbox.ts';
import { TransactionRefused, put, toItem, transaction } from '../transaction.ts';
import { eventOf, moved, newRow, type BreakerRow } from './row.ts';
import { counted, type Tally } from './window.ts';

export interface BreakerPlace {
  readonly table: string;
  readonly outbox: string;
  readonly name: string;
  readonly policy: BreakerPolicy;
}

/** One of four that differ by their type alone. */
type BreakerMessage = Extract<Message, { readonly type: BreakerEventType }>;

/** Where the outbox sends what a breaker has to tell. */
const destination = 'events';

/** Races to fight out over a count; one that is lost leaves the breaker a failure short. */
const tries = 3;

/** The breaker's row in DynamoDB. A write that meets another version than it was decided on does nothing. */
export class BreakerStore {
  readonly #place: BreakerPlace;

  constructor(place: BreakerPlace) {
    this.#place = place;
  }

  get policy(): BreakerPolicy {
    return this.#place.policy;
  }

  async read(): Promise<BreakerRow> {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: this.#place.table, Key: this.#key(), ConsistentRead: true }),
    );
    return Item === undefined ? newRow(this.#place.name) : rowOf(Item);
  }

  /** Counts calls of a closed breaker; undefined once it is closed no more. */
  async count(row: BreakerRow, tally: Tally): Promise<BreakerRow | undefined> {
    let current = row;
    for (let attempt = 1; attempt <= tries; attempt++) {
      const written = await this.#count(current, tally);
      if ('row' in written) return written.row;
      if (written.found.version !== row.version || written.found.state !== 'CLOSED') return undefined;
      current = written.found;
    }
    return current;
  }

  /** Takes one of the permits; false where none is left or the breaker has moved on. A repeated request takes no second. */
  async takePermit(row: BreakerRow, id: string): Promise<boolean> {
    const { permits, permitSeconds } = this.#place.policy;
    const written = await this.#update({
      UpdateExpression: 'SET leaseUntil = :until ADD holders :ids',
      ConditionExpression:
        '#version = :version AND (attribute_not_exists(holders) OR size(holders) < :permits OR contains(holders, :id))',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: toItem({
        ':until': clock.now() + permitSeconds * 1000,
        ':ids': new Set([id]),
        ':id': id,
        ':permits': permits,
        ':version': row.version,
      }),
    });
    return 'row' in written;
  }

  /** Gives a permit back with a success; undefined where the breaker has moved on. */
  async succeed(row: BreakerRow, id: string): Promise<BreakerRow | undefined> {
    const written = await this.#update({
      UpdateExpression: 'ADD succeeded :ids',
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: toItem({ ':ids': new Set([id]), ':version': row.version }),
    });
    return 'row' in written ? written.row : undefined;
  }

  /** Moves the breaker on and tells of it, in one transaction. False where someone else moved it first. */
  async move(row: BreakerRow, to: BreakerState, reason: string): Promise<boolean> {
    const { table, outbox, policy } = this.#place;
    const now = clock.now();
    const next = moved(row, to, now, policy);
    const data: BreakerMoved = { breaker: row.breaker, from: row.state, to, reason, at: timestamp(now) };
    const transition = String(next.version);
    const cause = { correlationId: `${row.breaker}.${transition}`, causationId: `${row.breaker}.${row.version}` };
    const type = eventOf(row.state, to);
    const message = envelope({ type, subject: row.breaker, transition, data, cause, at: now }) as BreakerMessage;
    try {
      await transaction([
        put(table, { ...next }, this.#unchanged(row)),
        ...outboxWrites(outbox, row.breaker, next.version, [{ destination, message }], now),
      ]);
      return true;
    } catch (error) {
      if (error instanceof TransactionRefused && !error.transient) return false;
      throw error;
    }
  }

  #count(row: BreakerRow, tally: Tally): Promise<Outcome> {
    const next = counted(row, clock.now(), this.#place.policy.windowSeconds, tally);
    if (row.window !== next.window) return this.#put({ ...row, ...next }, row);
    return this.#update({
      UpdateExpression: 'ADD #calls :calls, #failures :failures',
      ConditionExpression: '#version = :version AND #state = :closed AND #window = :window',
      ExpressionAttributeNames: {
        '#calls': 'calls',
        '#failures': 'failures',
        '#version': 'version',
        '#state': 'state',
        '#window': 'window',
      },
      ExpressionAttributeValues: toItem({
        ':calls': tally.calls,
        ':failures': tally.failures,
        ':version': row.version,
        ':closed': 'CLOSED',
        ':window': next.window,
      }),
    });
  }

  async #put(next: BreakerRow, row: BreakerRow): Promise<Outcome> {
    const { condition, names, values } = this.#unchanged(row);
    const sameWindow = row.window === undefined ? 'attribute_not_exists(#window)' : '#window = :window';
    const input: PutItemCommandInput = {
      TableName: this.#place.table,
      Item: toItem({ ...next }),
      ConditionExpression: `(${condition}) AND ${sameWindow}`,
      ExpressionAttributeNames: { ...names, '#window': 'window' },
      ExpressionAttributeValues: toItem({ ...values, ':window': row.window }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    return outcome(async () => {
      await dynamodb.send(new PutItemCommand(input));
      return next;
    });
  }

  #update(input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>): Promise<Outcome> {
    return outcome(async () => {
      const { Attributes } = await dynamodb.send(
        new UpdateItemCommand({
          ...input,
          TableName: this.#place.table,
          Key: this.#key(),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return rowOf(Attributes!);
    });
  }

  /** A breaker that never failed has no row. */
  #unchanged({ version }: BreakerRow) {
    const condition = version === 0 ? 'attribute_not_exists(#version) OR #version = :version' : '#version = :version';
    return { condition, names: { '#version': 'version' }, values: { ':version': version } };
  }

  #key(): Record<string, AttributeValue> {
    return toItem({ breaker: this.#place.name });
  }
}

type Outcome = { readonly row: BreakerRow } | { readonly found: BreakerRow };

async function outcome(write: () => Promise<BreakerRow>): Promise<Outcome> {
  try {
    return { row: await write() };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
    return { found: rowOf(error.Item) };
  }
}

function rowOf(item: Record<string, AttributeValue>): BreakerRow {
  return unmarshall(item) as BreakerRow;
}
