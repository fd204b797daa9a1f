import { requiredName, tableNotFound } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

interface TimeToLiveDescription {
  readonly TimeToLiveStatus: 'ENABLED' | 'DISABLED';
  readonly AttributeName?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export function describeTimeToLive(
  db: DynamoDb,
  input: { readonly TableName?: string },
  call: Call,
): { readonly TimeToLiveDescription: TimeToLiveDescription } {
  const name = requiredName(input.TableName);
  db.authorize(call, 'DescribeTimeToLive', name);
  const table = db.findTable(name);
  if (table === undefined) throw tableNotFound(name);
  const { timeToLive } = table.record;
  return {
    TimeToLiveDescription:
      timeToLive === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
  };
}
