import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, type EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';
import { NodeFunction } from './node-function.ts';
import { Schedule } from './schedule.ts';
import { readStream } from './stream-reader.ts';
import { table } from './table.ts';

export interface OutboxProps {
  /**
   * Where messages may go, by the names that handlers write into rows.
   *
   * @default - none; added with `deliverTo`
   */
  readonly destinations?: Readonly<Record<string, IQueue | ITopic>>;
  /**
   * Source of the relay.
   *
   * @default 'lambdas/operations/relay.ts'
   */
  readonly relayEntry?: string;
  /**
   * Source of the sweeper.
   *
   * @default 'lambdas/operations/sweep-outbox.ts'
   */
  readonly sweeperEntry?: string;
  /**
   * Batches of one stream shard relayed at the same time, 1 to 10. Rows of one aggregate stay in order.
   *
   * @default 4
   */
  readonly parallelization?: number;
}

/** Name of the sparse index over rows that were not sent yet. */
export const unsentIndex = 'unsent';

/**
 * Messages written in the transaction of the change that causes them, then sent: at once by a relay on the table's
 * stream, or by a sweeper every minute if the relay failed.
 *
 * The relay gives a row up after a few attempts, or an hour, and has no failure destination. Nothing is lost by that:
 * the row itself is the record, and stays in the index until it was sent, so the sweeper finds it there. A shard that
 * one bad row blocked for a day would lose the rows behind it.
 *
 * @example
 * const outbox = new Outbox(this, 'Outbox', { destinations: { orders: orders.queue, events: events.topic } });
 * outbox.connect(placeOrder);
 */
export class Outbox extends Construct {
  readonly table: Table;
  readonly relay: NodeFunction;
  readonly sweeper: NodeFunction;
  readonly eventSourceMapping: EventSourceMapping;
  private readonly destinations: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: OutboxProps = {}) {
    super(scope, id);
    this.table = this.makeTable();
    this.relay = new NodeFunction(this, 'Relay', {
      entry: props.relayEntry ?? 'lambdas/operations/relay.ts',
      timeout: Duration.seconds(30),
    });
    this.sweeper = new NodeFunction(this, 'Sweeper', {
      entry: props.sweeperEntry ?? 'lambdas/operations/sweep-outbox.ts',
      timeout: Duration.seconds(50),
    });
    for (const sender of [this.relay, this.sweeper]) this.prepare(sender);
    this.sweeper.allow(['dynamodb:Query'], `${this.table.tableArn}/index/${unsentIndex}`);
    this.eventSourceMapping = this.readStream(props.parallelization ?? 4);
    new Schedule(this, 'EveryMinute', {
      function: this.sweeper,
      every: Duration.minutes(1),
      description: 'Sends outbox rows that the relay did not',
    });
    for (const [name, destination] of Object.entries(props.destinations ?? {})) this.deliverTo(name, destination);
  }

  /** Allows rows to name this destination. */
  deliverTo(name: string, destination: IQueue | ITopic): void {
    enforce(this, shapeLimits.destinationName, name);
    enforce(this, shapeLimits.destinationNew, { name, taken: Object.keys(this.destinations) });
    const [action, arn, address] =
      'queueUrl' in destination
        ? ['sqs:SendMessage', destination.queueArn, destination.queueUrl]
        : ['sns:Publish', destination.topicArn, destination.topicArn];
    this.destinations[name] = address;
    for (const sender of [this.relay, this.sweeper]) sender.allow([action], arn);
  }

  /**
   * Tells a function where the outbox is and lets it put rows, in transactions too; never look at them.
   *
   * @param access `read` for a function that shares a store's code but changes nothing: it is told, not allowed
   */
  connect(fn: NodeFunction, access: 'write' | 'read' = 'write'): void {
    if (access === 'write') fn.allow(['dynamodb:PutItem'], this.table.tableArn);
    fn.setEnvironment('outboxTable', this.table.tableName);
  }

  private makeTable(): Table {
    const outbox = table(this, 'Table', {
      partitionKey: 'aggregateId',
      sortKey: { name: 'sequence', type: AttributeType.NUMBER },
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expiresAt',
    });
    outbox.addGlobalSecondaryIndex({
      indexName: unsentIndex,
      partitionKey: { name: 'unsentShard', type: AttributeType.STRING },
      sortKey: { name: 'createdAt', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    return outbox;
  }

  private prepare(sender: NodeFunction): void {
    sender.allow(['dynamodb:BatchWriteItem'], this.table.tableArn);
    sender.setEnvironment('outboxTable', this.table.tableName);
    sender.setEnvironment(
      'outboxDestinations',
      Lazy.uncachedString({ produce: () => Stack.of(this).toJsonString(this.destinations) }),
    );
  }

  private readStream(parallelizationFactor: number): EventSourceMapping {
    enforce(this, shapeLimits.parallelization, parallelizationFactor);
    return readStream(this, 'Mapping', this.relay, this.table, {
      // Marking a row as sent, and its expiry, come through the stream as well.
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
      batchSize: 100,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      parallelizationFactor,
    });
  }
}
