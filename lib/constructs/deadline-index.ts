import { AttributeType, ProjectionType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { NodeFunction } from './node-function.ts';

const indexName = 'openByDeadline';

/** A sparse index over a table's unfinished rows by deadline, for a sweeper that ends what no message will ever finish. */
export function addDeadlineIndex(table: Table): void {
  table.addGlobalSecondaryIndex({
    indexName,
    partitionKey: { name: 'openShard', type: AttributeType.STRING },
    sortKey: { name: 'deadline', type: AttributeType.STRING },
    projectionType: ProjectionType.ALL,
  });
}

/** Lets a sweeper find the rows whose deadline has passed. */
export function allowSweeping(sweeper: NodeFunction, table: Table): void {
  sweeper.allow(['dynamodb:Query'], `${table.tableArn}/index/${indexName}`);
}
