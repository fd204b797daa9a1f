import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { account } from '../../local/dynamodb/fixture.ts';

const limit = 3;
const table = 'callers';

let made: ReturnType<typeof account>;
let down: boolean;

vi.mock('../../../lambdas/messaging/aws/dynamodb.ts', () => ({
  dynamodb: {
    send: (command: never) => (down ? Promise.reject(new Error('unreachable')) : made.client.send(command)),
  },
}));

/** An endpoint that answers 200, asked by a signer. */
async function ask(signer: string): Promise<APIGatewayProxyStructuredResultV2> {
  const { endpoint } = await import('../../../lambdas/http/endpoint.ts');
  const handler = endpoint(async () => ({ status: 200, body: {} }));
  const event = {
    headers: {},
    requestContext: { authorizer: { iam: { userArn: signer } }, http: { sourceIp: '127.0.0.1' } },
  } as unknown as APIGatewayProxyEventV2;
  return handler(event, { awsRequestId: 'r' } as Context);
}

async function statusesOf(signer: string, times: number): Promise<(number | undefined)[]> {
  const statuses = [];
  for (let each = 0; each < times; each++) statuses.push((await ask(signer)).statusCode);
  return statuses;
}

describe('a limit of each caller', () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.stubEnv('API_AUTHENTICATION', 'iam');
    vi.stubEnv('CALLER_LIMIT_TABLE', table);
    vi.stubEnv('CALLER_LIMIT_PER_MINUTE', String(limit));
  });

  beforeEach(async () => {
    vi.setSystemTime(new Date('2026-01-01T00:00:20Z'));
    down = false;
    made = account();
    await made.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'callerMinute', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'callerMinute', AttributeType: 'S' }],
      }),
    );
  });

  afterAll(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  test('who asks more often in a minute is answered 429, and told when to come again', async () => {
    expect(await statusesOf('arn:ada', limit + 1)).toEqual([200, 200, 200, 429]);
    const { headers, body } = await ask('arn:ada');
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '40' });
    expect(JSON.parse(body!)).toMatchObject({ code: 'too-many-requests', status: 429 });
  });

  test('others are not affected, and the next minute starts anew', async () => {
    await statusesOf('arn:ada', limit + 1);
    expect(await statusesOf('arn:bob', 1)).toEqual([200]);
    vi.setSystemTime(new Date('2026-01-01T00:01:00Z'));
    expect(await statusesOf('arn:ada', 1)).toEqual([200]);
  });

  test('a request that cannot be counted is admitted', async () => {
    down = true;
    expect(await statusesOf('arn:ada', limit + 1)).toEqual([200, 200, 200, 200]);
  });
});
