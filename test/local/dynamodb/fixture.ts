import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
  type AttributeValue,
  type CreateTableCommandInput,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { DynamoDb, type DynamoDbOptions } from '../../../local/services/dynamodb/dynamodb.ts';
import { DynamoDbService } from '../../../local/services/dynamodb/dynamodb-service.ts';
import { clientOptions } from '../sdk.ts';
import type { Call, JournalEntry } from '../../../local/services/service.ts';

export type Item = Record<string, AttributeValue>;

export const call: Call = {
  caller: { principal: 'arn:aws:iam::123456789012:root' },
  requestId: '00000000-0000-4000-8000-000000000000',
  authorize: () => undefined,
};

/** One account's tables behind a stock SDK client, in virtual time. */
export function account(options: DynamoDbOptions = {}, authorize?: Call['authorize']) {
  const clock = new VirtualClock();
  const journal: JournalEntry[] = [];
  const db = new DynamoDb(
    {
      clock,
      random: seededRandom(1),
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: (entry) => journal.push(entry),
    },
    options,
  );
  const service = new DynamoDbService(db);
  const client = new DynamoDBClient(clientOptions(service, authorize === undefined ? {} : { authorize }));
  const streams = new DynamoDBStreamsClient(clientOptions(service));
  return { clock, journal, db, service, client, streams };
}

/** A table `t` with keys `pk` (S) and, unless told, `sk` (the given type). */
export async function withTable(
  more: Partial<CreateTableCommandInput> & { sortKey?: 'S' | 'N' | 'B' | 'none' } = {},
  options: DynamoDbOptions = {},
) {
  const made = account(options);
  const { sortKey = 'none', AttributeDefinitions: attributes = [], ...rest } = more;
  const ranged = sortKey !== 'none';
  await made.client.send(
    new CreateTableCommand({
      TableName: 't-1',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        ...(ranged ? [{ AttributeName: 'sk', KeyType: 'RANGE' as const }] : []),
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        ...(ranged ? [{ AttributeName: 'sk', AttributeType: sortKey }] : []),
        ...attributes,
      ],
      ...rest,
    }),
  );
  return { ...made, TableName: 't-1' };
}

/** The same, to be updated and looked at. */
export async function updatableTable(...given: Parameters<typeof withTable>) {
  const made = await withTable(...given);
  const { client, TableName } = made;
  return {
    ...made,
    update: async (input: Partial<UpdateTableCommandInput>) =>
      (await client.send(new UpdateTableCommand({ TableName, ...input }))).TableDescription!,
    described: async () => (await client.send(new DescribeTableCommand({ TableName }))).Table!,
  };
}

/** The definition of an attribute `g`, and an index by it. */
export const g = { AttributeName: 'g', AttributeType: 'S' as const };
export const byG = {
  IndexName: 'byG',
  KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};

/** What a failed command failed with. */
export async function failure(sent: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await sent;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('expected a failure');
}
