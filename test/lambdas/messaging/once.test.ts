import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OnceOptions } from '../../../lambdas/messaging/once.ts';
import type { Service } from '../../../local/services/service.ts';
import { account } from '../../local/dynamodb/fixture.ts';

interface Charge {
  orderId: string;
  amount: number;
}

const table = 'idempotency';
const month = 30 * 24 * 3600;
const now = new Date('2026-01-01T00:00:00Z');

let made: ReturnType<typeof account>;

vi.mock('../../../lambdas/messaging/aws/dynamodb.ts', async () => {
  const { clientOptions } = await import('../../local/sdk.ts');
  const service: Service = {
    name: 'dynamodb',
    handle: (request, call) => made.service.handle(request, call),
  };
  return { dynamodb: new DynamoDBClient(clientOptions(service)) };
});

async function chargeOnce(run: OnceOptions<Charge, string>['run']) {
  const { once } = await import('../../../lambdas/messaging/once.ts');
  return once({ operation: 'charge', key: ({ orderId }: Charge) => orderId, run });
}

async function records() {
  const { Items = [] } = await made.client.send(new ScanCommand({ TableName: table }));
  return Items;
}

describe('once, on a real table', () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.stubEnv('IDEMPOTENCY_TABLE', table);
    vi.stubEnv('IDEMPOTENCY_SECONDS', String(month));
  });

  beforeEach(async () => {
    vi.setSystemTime(now);
    made = account();
    await made.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
  });

  afterAll(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  test('D07: a run that changes its input completes the record that was acquired', async () => {
    const charge = await chargeOnce(async (input) => {
      input.orderId = 'another';
      return 'charged';
    });
    await charge({ orderId: 'o-1', amount: 5 });
    expect(await records()).toMatchObject([{ status: { S: 'COMPLETED' } }]);
    let repeated = 0;
    const again = await chargeOnce(async () => {
      repeated += 1;
      return 'charged again';
    });
    expect(await again({ orderId: 'o-1', amount: 5 })).toBe('charged');
    expect(repeated).toBe(0);
  });

  test('D09: a record past its time counts for nothing, whether it was removed or not', async () => {
    const charge = await chargeOnce(async () => 'charged');
    await charge({ orderId: 'o-1', amount: 5 });
    const [record] = await records();
    const expiration = { N: String(Math.floor(now.getTime() / 1000) - 1) };
    await made.client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...record!, expiration, data: { M: { stale: { BOOL: true } } } },
      }),
    );
    expect(await charge({ orderId: 'o-1', amount: 5 })).toBe('charged');
    expect(Number((await records())[0]!['expiration']!.N)).toBeGreaterThan(now.getTime() / 1000);
  });
});
