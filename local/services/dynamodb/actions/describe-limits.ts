import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** AWS's default quotas. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html */
export function describeLimits(_db: DynamoDb, _input: object, call: Call): Readonly<Record<string, number>> {
  call.authorize({ action: 'dynamodb:DescribeLimits', resource: '*' });
  return {
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  };
}
