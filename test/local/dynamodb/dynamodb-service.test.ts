import { ExecuteStatementCommand, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { actions, streamActions } from '../../../local/services/dynamodb/action-table.ts';
import { requestShapes } from '../../../local/services/dynamodb/request-shapes.ts';
import { account, call, failure, withTable } from './fixture.ts';
import type { Demand, WireRequest } from '../../../local/services/service.ts';

function wire(target: string, body = '{}'): WireRequest {
  return {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': target },
    body: Buffer.from(body),
  };
}

const answer = (response: { body: unknown }) => JSON.parse(String(response.body)) as Record<string, string>;

test('an action that AWS does not have is unknown', () => {
  const { service } = account();
  const response = service.handle(wire('DynamoDB_20120810.Frobnicate'), call);
  expect(response.status).toBe(400);
  expect(answer(response)['__type']).toBe('com.amazon.coral.service#UnknownOperationException');
});

test('PartiQL is refused by name', async () => {
  const { client } = account();
  expect(await failure(client.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM t' })))).toMatchObject({
    name: 'NotSimulated',
    message: 'dynamodb:ExecuteStatement is not simulated',
  });
});

test('every action that is simulated says what it takes', () => {
  for (const [name, action] of [...Object.entries(actions), ...Object.entries(streamActions)]) {
    expect([name, requestShapes[name] === undefined]).toEqual([name, action === 'not simulated']);
  }
});

test('a member that an action does not have is passed over', async () => {
  const { service } = await withTable();
  const body = { TableName: 't-1', Item: { pk: { S: 'a', X: 'odd' } }, IndexName: '!', FilterExpression: '' };
  expect(service.handle(wire('DynamoDB_20120810.PutItem', JSON.stringify(body)), call).status).toBe(200);
});

test('errors carry the namespace that AWS gives them', () => {
  const { service } = account();
  const invalid = service.handle(wire('DynamoDB_20120810.GetItem'), call);
  expect(answer(invalid)).toMatchObject({
    __type: 'com.amazon.coral.validate#ValidationException',
    message:
      "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'key' failed to satisfy constraint: Member must not be null",
  });
  const gone = service.handle(wire('DynamoDB_20120810.DescribeTable', '{"TableName":"ttt"}'), call);
  expect(answer(gone)['__type']).toBe('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException');
  const broken = service.handle(wire('DynamoDB_20120810.GetItem', '{'), call);
  expect(answer(broken)['__type']).toBe('com.amazon.coral.service#SerializationException');
});

test('a fault of the engine is a 500 and is in the journal', async () => {
  const { service, db, journal } = await withTable();
  db.hooks = {
    staleRead: () => {
      throw new Error('planted');
    },
  };
  service.handle(wire('DynamoDB_20120810.PutItem', '{"TableName":"t-1","Item":{"pk":{"S":"a"}}}'), call);
  const response = service.handle(
    wire('DynamoDB_20120810.GetItem', '{"TableName":"t-1","Key":{"pk":{"S":"a"}}}'),
    call,
  );
  expect(response.status).toBe(500);
  expect(journal.at(-1)).toMatchObject({ event: 'fault', error: new Error('planted') });
});

test('every action asks for its permission, with the table or index it touches', async () => {
  const demands: Demand[] = [];
  const { client } = account({}, (demand) => {
    demands.push(demand);
    throw new AwsError('AccessDeniedException', 'no');
  });
  const Key = { pk: { S: 'a' } };
  for (const command of [
    new GetItemCommand({ TableName: 'ttt', Key }),
    new ScanCommand({ TableName: 'ttt', IndexName: 'iii' }),
  ]) {
    expect((await failure(client.send(command as GetItemCommand))).name).toBe('AccessDeniedException');
  }
  expect(demands.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    'dynamodb:GetItem arn:aws:dynamodb:us-east-1:123456789012:table/ttt',
    'dynamodb:Scan arn:aws:dynamodb:us-east-1:123456789012:table/ttt/index/iii',
  ]);
});

test('every write is in the journal with both images and its cause', async () => {
  const { client, journal } = await withTable();
  const put = (n: string) =>
    client.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: 'a' }, n: { N: n } } }));
  await put('1');
  await put('2');
  expect(journal.at(-1)).toMatchObject({
    service: 'dynamodb',
    event: 'written',
    table: 't-1',
    keys: { pk: { S: 'a' } },
    oldImage: { n: { N: '1' } },
    newImage: { n: { N: '2' } },
    cause: 'PutItem',
  });
});
