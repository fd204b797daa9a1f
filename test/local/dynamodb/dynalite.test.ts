import { readFileSync } from 'node:fs';
import dynalite from 'dynalite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { item, wrongAnswers } from '../peers/dynalite-is-wrong.ts';
import type { AddressInfo } from 'node:net';
import { account, call } from './fixture.ts';

/** An independent implementation, checked against AWS by its authors: where it is right, we agree word for word. */
const peer = dynalite({ createTableMs: 0 });
const { service } = account();

const Key = { pk: { S: 'a' }, sk: { N: '1' } };
const Item = {
  ...Key,
  g: { S: 'G' },
  n: { N: '2.5' },
  l: { L: [{ S: 'q' }] },
  m: { M: { a: { S: 'q' } } },
  s: { SS: ['a', 'b'] },
};
const VALUES: Readonly<Record<string, unknown>> = {
  ':v': { S: 'q' },
  ':n': { N: '2.5' },
  ':l': { L: [{ S: 'y' }] },
  ':ss': { SS: ['b', 'c'] },
  ':p': { S: 'a' },
};

const schema = {
  TableName: 'peers',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'g', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byG',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

function ours(action: string, input: object): unknown {
  const response = service.handle(
    {
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `DynamoDB_20120810.${action}` },
      body: Buffer.from(JSON.stringify(input)),
    },
    call,
  );
  return JSON.parse(response.body as string);
}

async function theirs(action: string, input: object): Promise<unknown> {
  const { port } = peer.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: JSON.stringify(input),
  });
  return response.json();
}

/**
 * Errors spell `message` either way, and the peer sends attributes also where there are none. It is older than the
 * counting of what single writes are refused for.
 */
function comparable(answer: unknown): unknown {
  const {
    Message,
    message = Message,
    Attributes,
    ...rest
  } = answer as {
    readonly Message?: string;
    readonly message?: string;
    readonly Attributes?: object;
  };
  return {
    ...rest,
    ...(message === undefined ? {} : { message: message.replace(/^1 validation error detected: (?!Value )/, '') }),
    ...(Object.keys(Attributes ?? {}).length === 0 ? {} : { Attributes }),
  };
}

/** Constraints that fail together come in no particular order. */
function unordered(answer: unknown): unknown {
  const { message = '', ...rest } = answer as { message?: string };
  return {
    ...rest,
    message: message
      .replace(/^\d+ validation errors? detected: /, '')
      .split('; ')
      .sort(),
  };
}

/** Our answer and the peer's. */
async function answers(action: string, input: object): Promise<[unknown, unknown]> {
  return [comparable(ours(action, input)), comparable(await theirs(action, input))];
}

function valuesIn(expression: string): object {
  const used = Object.entries(VALUES).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
  return used.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(used) };
}

beforeAll(async () => {
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  ours('CreateTable', schema);
  await theirs('CreateTable', schema);
});

afterAll(() => new Promise<void>((resolve) => peer.close(() => resolve())));

test.each([
  ['SET n = n + :n', 'SET n = n - :n', 'SET l = list_append(l, :l)', 'SET m.b = :v', 'SET zz.b = :v', 'SET l.b = :v'],
  ['ADD n :n', 'ADD s :ss', 'DELETE s :ss', 'REMOVE l[0]', 'REMOVE zz.a', 'ADD m :n', 'SET pk = :v', 'SET g = :n'],
  ['SET a = zz', 'SET a = if_not_exists(zz, :v)', 'SET a = if_not_exists(:v, :v)', 'SET a = if_not_exists(zz)'],
  ['SET a = foo(zz)', 'SET a = m + :n', 'SET a = :v + :n', 'SET a = list_append(:v, l)', 'SET a = :v, a = :v'],
  ['SET a = :v REMOVE a.b', 'SET a.b = :v, a[0] = :v', 'SET a = :v SET b = :v', 'SET a = name', 'SET a = #q'],
  ['SET a = :q', 'set a = (:n + n)', 'SET a.#b = :v', 'SET absolute = :v', 'REMOVE n, s SET z = :v'],
])('updates agree: %s, …', async (...expressions) => {
  for (const UpdateExpression of expressions) {
    ours('PutItem', { TableName: 'peers', Item });
    await theirs('PutItem', { TableName: 'peers', Item });
    for (const ReturnValues of ['ALL_NEW', 'UPDATED_OLD']) {
      const [mine, peers] = await answers('UpdateItem', {
        TableName: 'peers',
        Key,
        UpdateExpression,
        ...valuesIn(UpdateExpression),
        ReturnValues,
      });
      expect(mine).toEqual(peers);
    }
  }
});

test.each([
  ['n = :n', 'n < :n', 'n <> :v', 'zz <> :v', 'attribute_exists(zz)', 'attribute_not_exists(zz)', 'size(s) > :n'],
  [
    'size(zz) > :n',
    'contains(s, :v)',
    'contains(l, :v)',
    'contains(n, :n)',
    'begins_with(g, :v)',
    'begins_with(n, :n)',
  ],
  ['begins_with(g)', 'n IN (:n, :v)', 'n BETWEEN :n AND :n', 'n BETWEEN :n AND :v', 'NOT n = :n', '(n = :n)'],
  ['((n = :n))', '(n = :n) AND (n = :n)', '((n = :n) AND (n = :n))', 'n = n', 'attribute_exists(:v)'],
  ['attribute_type(n, :v)', 'attribute_type(n, :n)', 'attribute_type(n, n)', 'size(n) = :n', 'size(:n) = :n', 'foo(n)'],
  ['size(n)', 'attribute_exists(n) = :n', 'contains(n, n)', '#q = :n', 'n = :q', 'contains(attribute_exists(n), :n)'],
  ['attribute_exists(l[0])', 'attribute_exists(m.a.b)', '(n) = :n', 'n = (:n)', 'n IN (:n)', ':n = n', ':n = :n'],
  ['n = :n and not a = :v or g = :v', 'size(l) = size(s)', 'begins_with(g, g)', 'l[0] = :v', 'm.a = :v', '_a = :v'],
])('conditions agree: %s, …', async (...expressions) => {
  for (const ConditionExpression of expressions) {
    ours('PutItem', { TableName: 'peers', Item });
    await theirs('PutItem', { TableName: 'peers', Item });
    const values = valuesIn(ConditionExpression);
    const input = { TableName: 'peers', Key, ConditionExpression, ...values, ReturnValues: 'ALL_OLD' };
    const [mine, peers] = await answers('DeleteItem', input);
    expect(mine).toEqual(peers);
  }
});

test.each([
  ['pk = :p', 'sk = :n', 'pk = :p AND sk < :n', 'pk = :p AND sk > :p', 'pk > :p', 'pk = :p AND n = :n'],
  ['pk = :p OR sk = :n', 'NOT pk = :p', 'n = :n'],
  ['pk = :p AND sk <> :n', 'pk = :p AND sk IN (:n)', 'pk = :p AND contains(sk, :n)', 'pk = :p AND begins_with(sk, :n)'],
  ['pk = :p AND begins_with(:n, sk)', 'pk = :p AND size(sk) = :n', 'pk.a = :p', 'pk = sk', ':p = pk'],
  ['pk = :p AND :n BETWEEN sk AND sk', 'pk = :p AND attribute_exists(sk)', 'pk BETWEEN :p AND :p', ':p = :p'],
])('key conditions agree: %s, …', async (...expressions) => {
  ours('PutItem', { TableName: 'peers', Item });
  await theirs('PutItem', { TableName: 'peers', Item });
  for (const KeyConditionExpression of expressions) {
    const input = { TableName: 'peers', KeyConditionExpression, ...valuesIn(KeyConditionExpression) };
    const [mine, peers] = await answers('Query', input);
    expect(mine).toEqual(peers);
  }
});

test('bad requests are refused in the same words', async () => {
  const put = (attributes: unknown): [string, object] => ['PutItem', { TableName: 'peers', Item: attributes }];
  const batch = (attributes: unknown): [string, object] => [
    'BatchWriteItem',
    { RequestItems: { peers: [{ PutRequest: { Item: attributes } }] } },
  ];
  const refused: [string, object][] = [
    put({ pk: {} }),
    put({ pk: { S: 'a', N: '1' } }),
    put({ pk: 'a' }),
    put('a'),
    put({ pk: { S: 1 } }),
    put({ pk: { SS: 'x' } }),
    put({ pk: { B: 'x' } }),
    batch({ pk: { NS: ['1', '1.0'] } }),
    batch({ pk: { BS: ['eA==', 'eA=='] } }),
    batch({ pk: { N: '' } }),
    put({ pk: { L: [{ N: 'x' }] } }),
    put({ ...Key, g: { N: '1' } }),
    put({ pk: { S: 'x'.repeat(2049) }, sk: { N: '1' } }),
    ['PutItem', {}],
    ['PutItem', { TableName: 'peers', Item: Key, ReturnValues: 'ALL_NEW' }],
    ['PutItem', { TableName: 'peers', Item: Key, Expected: { a: {} } }],
    ['PutItem', { TableName: 'peers', Item: Key, Expected: { a: { ComparisonOperator: 'EQ' } } }],
    ['PutItem', { TableName: 'peers', Item: Key, ConditionExpression: 'a = :v', Expected: { a: { Exists: false } } }],
    ['GetItem', { TableName: 'peers', Key: {} }],
    ['GetItem', { TableName: 'nothing', Key }],
    ['GetItem', { TableName: 'peers', Key, ProjectionExpression: 'a, a.b' }],
    ['Query', { TableName: 'peers', KeyConditions: {} }],
    ['Scan', { TableName: 'peers', Segment: -1, TotalSegments: 0 }],
    ['Scan', { TableName: 'peers', Segment: 1, TotalSegments: 1 }],
    ['BatchGetItem', { RequestItems: { peers: { Keys: [Key, Key] } } }],
    ['BatchWriteItem', { RequestItems: { peers: [{ PutRequest: {} }] } }],
    ['CreateTable', {}],
    ['CreateTable', { ...schema, TableName: 'other', GlobalSecondaryIndexes: undefined }],
    ['CreateTable', { ...schema, TableName: 'other', KeySchema: [] }],
    ['DescribeTable', { TableName: 'nothing' }],
    ['ListTables', { Limit: 101 }],
    ['TagResource', {}],
  ];
  for (const [action, input] of refused) {
    const [mine, peers] = await answers(action, input);
    expect(mine).toEqual(peers);
  }
});

test.each([
  ['PutItem', { TableName: 23 }, { TableName: 2.5 }, { TableName: true }, { TableName: [] }, { TableName: {} }],
  ['PutItem', { Item: 'x' }, { Item: [] }, { Expected: { a: 'x' } }, { Expected: { a: [] } }, { Expected: [] }],
  ['PutItem', { ExpressionAttributeNames: { '#a': 5 } }, { ExpressionAttributeNames: ['a'] }, { Unknown: 5 }],
  ['PutItem', { ConditionalOperator: 'XOR' }, { Expected: { a: { ComparisonOperator: 'XX' } } }, { Item: null }],
  ['GetItem', { ConsistentRead: 1 }, { ConsistentRead: 'maybe' }, { ConsistentRead: 'yes' }, { AttributesToGet: [] }],
  ['GetItem', { AttributesToGet: 'a' }, { AttributesToGet: {} }, { AttributesToGet: [1] }, { ReturnValues: 'SOME' }],
  ['UpdateItem', { AttributeUpdates: { a: { Action: 5 } } }, { AttributeUpdates: { a: [] } }],
  ['Query', { Limit: 'x' }, { Limit: true }, { Limit: [] }, { KeyConditions: { a: {} } }, { QueryFilter: { a: 1 } }],
  ['Scan', { ScanFilter: { a: { AttributeValueList: 'x' } } }, { ScanFilter: { a: null } }, { Segment: {} }],
  ['BatchGetItem', { RequestItems: [] }, { RequestItems: { peers: 1 } }, { RequestItems: { peers: { Keys: {} } } }],
  ['BatchWriteItem', { RequestItems: { peers: {} } }, { RequestItems: { peers: [1] } }, { RequestItems: 'x' }],
  ['CreateTable', { KeySchema: {} }, { KeySchema: [1] }, { ProvisionedThroughput: [] }, { ProvisionedThroughput: 1 }],
] as [string, ...object[]][])(
  '%s: a member of the wrong JSON type is refused in the same words',
  async (action, ...inputs) => {
    for (const input of inputs) {
      const [mine, peers] = await answers(action, input);
      expect(unordered(mine)).toEqual(unordered(peers));
    }
  },
);

test.each(wrongAnswers.map((wrong) => [wrong.what, wrong] as const))('dynalite %s', async (_what, wrong) => {
  ours('PutItem', { TableName: 'peers', Item: item });
  await theirs('PutItem', { TableName: 'peers', Item: item });
  const [mine, peers] = await answers(wrong.action, wrong.input);
  expect(mine).toMatchObject(wrong.ours);
  expect(peers).toMatchObject(wrong.theirs);
  expect(mine).not.toEqual(peers);
});

test('docs/peers.md lists where dynalite is wrong, with the page that says so', () => {
  const listed = readFileSync(new URL('../../../docs/peers.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  for (const { what, page } of wrongAnswers) expect(listed).toContain(`| ${what} | ${page} |`);
});
