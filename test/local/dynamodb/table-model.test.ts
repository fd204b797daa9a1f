import { test, expect } from 'vitest';
import { besideModel } from '../model-steps.ts';
import fc from 'fast-check';
import { createTable } from '../../../local/services/dynamodb/actions/create-table.ts';
import { deleteItem } from '../../../local/services/dynamodb/actions/delete-item.ts';
import { putItem } from '../../../local/services/dynamodb/actions/put-item.ts';
import { query } from '../../../local/services/dynamodb/actions/query.ts';
import { scan } from '../../../local/services/dynamodb/actions/scan.ts';
import { transactWriteItems } from '../../../local/services/dynamodb/actions/transact-write-items.ts';
import { updateItem } from '../../../local/services/dynamodb/actions/update-item.ts';
import { AwsError } from '../../../local/services/aws-error.ts';
import { account, call } from './fixture.ts';

interface Entry {
  readonly n: number;
  readonly g: string | undefined;
}
type Model = Map<string, Entry>;

const TableName = 'model';
const where = (pk: string, sk: number) => ({ pk: { S: pk }, sk: { N: String(sk) } });
const name = (pk: string, sk: number) => `${pk}/${sk}`;

const pk = fc.constantFrom('a', 'b', 'c');
const sk = fc.integer({ min: -3, max: 12 });
const group = fc.option(fc.constantFrom('x', 'y'), { nil: undefined });
const command = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), pk, sk, g: group, fresh: fc.boolean() }),
  fc.record({ kind: fc.constant('delete' as const), pk, sk }),
  fc.record({ kind: fc.constant('add' as const), pk, sk, by: fc.integer({ min: -5, max: 5 }) }),
  fc.record({ kind: fc.constant('move' as const), pk, sk, to: sk }),
  fc.record({ kind: fc.constant('query' as const), pk, sk, limit: fc.integer({ min: 1, max: 5 }), up: fc.boolean() }),
  fc.record({
    kind: fc.constant('group' as const),
    g: fc.constantFrom('x', 'y'),
    limit: fc.integer({ min: 1, max: 3 }),
  }),
);

function table() {
  const { db } = account();
  createTable(
    db,
    {
      TableName,
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
    },
    call,
  );
  return db;
}

type Db = ReturnType<typeof table>;
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function run(db: Db, model: Model, step: Command): void {
  switch (step.kind) {
    case 'put': {
      const key = name(step.pk, step.sk);
      const done = attempt(() =>
        putItem(
          db,
          {
            TableName,
            Item: { ...where(step.pk, step.sk), n: { N: '0' }, ...(step.g === undefined ? {} : { g: { S: step.g } }) },
            ...(step.fresh ? { ConditionExpression: 'attribute_not_exists(pk)' } : {}),
          },
          call,
        ),
      );
      expect(done).toBe(!step.fresh || !model.has(key));
      if (done) model.set(key, { n: 0, g: step.g });
      return;
    }
    case 'delete':
      deleteItem(db, { TableName, Key: where(step.pk, step.sk) }, call);
      model.delete(name(step.pk, step.sk));
      return;
    case 'add': {
      const key = name(step.pk, step.sk);
      const old = model.get(key);
      const { Attributes } = updateItem(
        db,
        {
          TableName,
          Key: where(step.pk, step.sk),
          UpdateExpression: 'ADD n :by',
          ExpressionAttributeValues: { ':by': { N: String(step.by) } },
          ReturnValues: 'UPDATED_NEW',
        },
        call,
      );
      model.set(key, { n: (old?.n ?? 0) + step.by, g: old?.g });
      expect(Attributes).toEqual({ n: { N: String((old?.n ?? 0) + step.by) } });
      return;
    }
    case 'move':
      return move(db, model, step);
    case 'query': {
      const expected = [...model.keys()]
        .map((key) => key.split('/') as [string, string])
        .filter(([partition, sort]) => partition === step.pk && Number(sort) >= step.sk)
        .map(([, sort]) => Number(sort))
        .sort((a, b) => (step.up ? a - b : b - a));
      const found = pages((ExclusiveStartKey) =>
        query(
          db,
          {
            TableName,
            KeyConditionExpression: 'pk = :p AND sk >= :s',
            ExpressionAttributeValues: { ':p': { S: step.pk }, ':s': { N: String(step.sk) } },
            ScanIndexForward: step.up,
            Limit: step.limit,
            ExclusiveStartKey,
          },
          call,
        ),
      );
      expect(found.map(({ sk }) => Number((sk as { N: string }).N))).toEqual(expected);
      return;
    }
    case 'group': {
      const expected = [...model].filter(([, { g }]) => g === step.g).map(([key]) => key);
      const found = pages((ExclusiveStartKey) =>
        query(
          db,
          {
            TableName,
            IndexName: 'byG',
            KeyConditionExpression: 'g = :g',
            ExpressionAttributeValues: { ':g': { S: step.g } },
            Limit: step.limit,
            ExclusiveStartKey,
          },
          call,
        ),
      );
      expect(found.map(({ pk, sk }) => name((pk as { S: string }).S, Number((sk as { N: string }).N))).sort()).toEqual(
        expected.sort(),
      );
    }
  }
}

/** Moves an item in one transaction: all or nothing. */
function move(db: Db, model: Model, { pk, sk, to }: { pk: string; sk: number; to: number }): void {
  if (sk === to) return;
  const [from, target] = [name(pk, sk), name(pk, to)];
  const done = attempt(() =>
    transactWriteItems(
      db,
      {
        TransactItems: [
          { Delete: { TableName, Key: where(pk, sk), ConditionExpression: 'attribute_exists(pk)' } },
          {
            Put: {
              TableName,
              Item: { ...where(pk, to), n: { N: '1' } },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      },
      call,
    ),
  );
  expect(done).toBe(model.has(from) && !model.has(target));
  if (!done) return;
  model.delete(from);
  model.set(target, { n: 1, g: undefined });
}

function attempt(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return false;
  }
}

function pages(read: (start: ReturnType<typeof query>['LastEvaluatedKey']) => ReturnType<typeof query>) {
  const found = [];
  let start: ReturnType<typeof query>['LastEvaluatedKey'];
  do {
    const page = read(start);
    found.push(...page.Items!);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}

test('T07: a table agrees with a plain map under any commands', async () => {
  const steps = await besideModel(20_000, command, (commands) => {
    const db = table();
    const model: Model = new Map();
    for (const step of commands) run(db, model, step);
    const { Items } = scan(db, { TableName }, call);
    expect(Items!.map(({ pk, sk }) => name((pk as { S: string }).S, Number((sk as { N: string }).N))).sort()).toEqual(
      [...model.keys()].sort(),
    );
    expect(db.table(TableName).bytes).toBe(
      [...db.table(TableName).rows.values()].reduce((sum, { size }) => sum + size, 0),
    );
  });
  expect(steps).toBeGreaterThanOrEqual(20_000);
});
