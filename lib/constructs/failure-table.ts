import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';
import { table } from './table.ts';

/**
 * Why messages failed: one item per message that did not succeed at its first attempt, by message id. From it consumers
 * recognise messages that crash their function. Items expire on `expiresAt`.
 */
export class FailureTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = table(this, 'Table', { partitionKey: 'messageId', timeToLiveAttribute: 'expiresAt' });
  }

  /** Lets a consumer write failures and tells it where. */
  connect(fn: NodeFunction): void {
    fn.allow(['dynamodb:UpdateItem'], this.table.tableArn);
    fn.setEnvironment('failureTable', this.table.tableName);
  }
}
