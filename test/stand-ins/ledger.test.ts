import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamodbLedgers } from '../../stand-ins/dynamodb-ledger.ts';
import { fileLedgers } from '../../stand-ins/file-ledger.ts';
import { memoryLedgers, type Ledgers } from '../../stand-ins/ledger.ts';
import type { AddressInfo } from 'node:net';

const server = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;
const folder = mkdtempSync(join(tmpdir(), 'ledgers-'));
let time = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'Sandbox',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'ledger', AttributeType: 'S' },
        { AttributeName: 'id', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'ledger', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
    }),
  );
});

afterAll(() => {
  client.destroy();
  server.close();
  rmSync(folder, { recursive: true });
});

const kinds: Record<string, () => Ledgers> = {
  memory: memoryLedgers,
  files: () => fileLedgers(folder),
  DynamoDB: () => dynamodbLedgers(DynamoDBDocumentClient.from(client), 'Sandbox', () => time++),
};

describe.each(Object.keys(kinds))('a ledger in %s', (kind) => {
  const open = (name: string) => kinds[kind]!()<{ n: number }>(name);

  test('puts a record only where there is none', async () => {
    const ledger = open('put');
    expect([await ledger.putIfAbsent('a', { n: 1 }), await ledger.putIfAbsent('a', { n: 2 })]).toEqual([true, false]);
    expect(await ledger.get('a')).toMatchObject({ version: 1, value: { n: 1 } });
  });

  test('updates a record only from its last version', async () => {
    const ledger = open('update');
    await ledger.putIfAbsent('a', { n: 1 });
    expect([await ledger.update('a', { n: 2 }, 1), await ledger.update('a', { n: 3 }, 1)]).toEqual([true, false]);
    expect(await ledger.update('b', { n: 3 }, 1)).toBe(false);
    expect(await ledger.get('a')).toMatchObject({ version: 2, value: { n: 2 } });
  });

  test('lists its own records, oldest first, updated ones in their place', async () => {
    const ledger = open('list');
    for (const [id, n] of [
      ['z', 1],
      ['a', 2],
      ['m', 3],
    ] as const)
      await ledger.putIfAbsent(id, { n });
    await ledger.update('z', { n: 9 }, 1);
    expect(await ledger.list()).toEqual([{ n: 9 }, { n: 2 }, { n: 3 }]);
  });
});

describe('a ledger in files', () => {
  test('is there again in another life, but for a line that was cut off', async () => {
    const first = fileLedgers(folder)<{ n: number }>('kept');
    await first.putIfAbsent('a', { n: 1 });
    await first.update('a', { n: 2 }, 1);
    appendFileSync(join(folder, 'kept.jsonl'), '{"id":"b","ver');
    const second = fileLedgers(folder)<{ n: number }>('kept');
    expect(await second.get('a')).toEqual({ version: 2, value: { n: 2 } });
    await second.putIfAbsent('b', { n: 3 });
    expect(await fileLedgers(folder)<{ n: number }>('kept').list()).toEqual([{ n: 2 }, { n: 3 }]);
  });
});
