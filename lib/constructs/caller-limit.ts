import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import { table } from './table.ts';

export interface CallerLimitProps {
  /** Requests a minute that each caller may make, 1 to 1,000,000. Each request costs a write. */
  readonly requestsPerMinute: number;
}

/**
 * Counts each caller's requests, since HTTP APIs know no usage plans
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html). One item a caller and minute.
 */
export class CallerLimit extends Construct {
  readonly table: Table;
  private readonly requestsPerMinute: number;

  constructor(scope: Construct, id: string, { requestsPerMinute }: CallerLimitProps) {
    super(scope, id);
    enforce(this, shapeLimits.callerLimit, requestsPerMinute);
    this.requestsPerMinute = requestsPerMinute;
    this.table = table(this, 'Table', { partitionKey: 'callerMinute', timeToLiveAttribute: 'expiresAt' });
  }

  /** Makes an endpoint count its callers. */
  connect(fn: NodeFunction): void {
    fn.allow(['dynamodb:UpdateItem'], this.table.tableArn);
    fn.setEnvironment('callerLimitTable', this.table.tableName);
    fn.setEnvironment('callerLimitPerMinute', String(this.requestsPerMinute));
  }
}
