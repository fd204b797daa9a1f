import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import { table } from './table.ts';
import type { WorkQueue } from './work-queue.ts';

export interface IdempotencyTableProps {
  /**
   * How long the answer of an outside call is remembered. It must outlive every message that could repeat the call: the
   * retention of its queue and of the dead-letter queue together.
   *
   * @default Duration.days(30)
   */
  readonly recordLife?: Duration;
}

/** The store of Powertools idempotency, laid out as its DynamoDB layer expects by default: key `id`, expiry `expiration`. */
export class IdempotencyTable extends Construct {
  readonly table: Table;
  readonly recordLife: Duration;

  constructor(scope: Construct, id: string, props: IdempotencyTableProps = {}) {
    super(scope, id);
    this.recordLife = props.recordLife ?? Duration.days(30);
    this.table = table(this, 'Table', { partitionKey: 'id', timeToLiveAttribute: 'expiration' });
  }

  /**
   * Lets a function remember answers and tells it where and for how long.
   *
   * @param queues those whose messages make the function call out
   */
  connect(fn: NodeFunction, ...queues: readonly WorkQueue[]): void {
    for (const queue of queues) {
      enforce(this, shapeLimits.recordLife, {
        given: this.recordLife,
        bound: queue.retention.plus(queue.deadLetterRetention),
      });
    }
    fn.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      this.table.tableArn,
    );
    fn.setEnvironment('idempotencyTable', this.table.tableName);
    fn.setEnvironment('idempotencySeconds', String(this.recordLife.toSeconds()));
  }
}
