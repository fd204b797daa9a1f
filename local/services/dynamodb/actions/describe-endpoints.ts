import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html */
export function describeEndpoints(
  db: DynamoDb,
  _input: object,
  call: Call,
): { readonly Endpoints: readonly { readonly Address: string; readonly CachePeriodInMinutes: number }[] } {
  call.authorize({ action: 'dynamodb:DescribeEndpoints', resource: '*' });
  return { Endpoints: [{ Address: new URL(db.surroundings.endpoint).host, CachePeriodInMinutes: 1440 }] };
}
