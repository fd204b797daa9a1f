import {
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetResourcePolicyCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { account, failure, withTable } from './fixture.ts';

const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/t-1';

test('a new table answers CREATING and is there', async () => {
  const { client } = account();
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: 'orders',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      SSESpecification: { Enabled: true },
      Tags: [{ Key: 'k', Value: 'v' }],
    }),
  );
  expect(TableDescription).toMatchObject({
    TableStatus: 'CREATING',
    TableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/orders',
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
    CreationDateTime: new Date(Date.UTC(2026, 0, 1)),
  });
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: 'orders' });
});

test('a table is described with its keys, indexes and stream, by name or ARN', async () => {
  const { client } = await withTable({
    sortKey: 'N',
    AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byG',
        KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: arn }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byG',
        IndexStatus: 'ACTIVE',
        IndexArn: `${arn}/index/byG`,
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    LatestStreamArn: `${arn}/stream/2026-01-01T00:00:00.000`,
    DeletionProtectionEnabled: false,
  });
});

test('a second table of the same name is refused', async () => {
  const { client } = await withTable();
  const again = client.send(
    new CreateTableCommand({
      TableName: 't-1',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );
  expect(await failure(again)).toMatchObject({
    name: 'ResourceInUseException',
    message: 'Table already exists: t-1',
  });
});

test.each([
  [
    { TableName: 'ab' },
    "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
  ],
  [
    {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'RANGE' },
      ],
    },
    'Invalid KeySchema: Some index key attribute have no definition',
  ],
  [
    { KeySchema: ['a', 'b', 'c'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })) },
    "1 validation error detected: Value '[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement(attributeName=b, keyType=HASH), KeySchemaElement(attributeName=c, keyType=HASH)]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
  ],
  [
    { TableName: 'a b c' },
    "1 validation error detected: Value 'a b c' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  ],
  [
    { BillingMode: 'FREE' as never },
    "1 validation error detected: Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
  ],
  [
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  ],
  [
    { KeySchema: [{ AttributeName: 'pk', KeyType: 'RANGE' as const }] },
    'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
  ],
  [
    { TableClass: 'GLACIAL' as never },
    'Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].',
  ],
  [
    { StreamSpecification: {} as never },
    "1 validation error detected: Value null at 'streamSpecification.streamEnabled' failed to satisfy constraint: Member must not be null",
  ],
  [
    { BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 1e12 + 1, WriteCapacityUnits: 1 } },
    'Given value 1000000000001 for ReadCapacityUnits is out of bounds',
  ],
  [
    {
      AttributeDefinitions: ['pk', 'pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    },
    'Attribute Name is duplicated: pk',
  ],
  [
    {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byPk',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [] },
          ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 1 },
        },
      ],
    },
    "2 validation errors detected: Value '[]' at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '0' at 'globalSecondaryIndexes.1.member.provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [{ LocalSecondaryIndexes: [] }, 'One or more parameter values were invalid: List of LocalSecondaryIndexes is empty'],
] as [Partial<CreateTableCommandInput>, string][])('a table with %j is refused', async (input, message) => {
  expect(await failure(withTable(input))).toMatchObject({ name: 'ValidationException', message });
});

test('throughput is at least one unit, and a change changes it', async () => {
  const units = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
  const { client } = await withTable({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units });
  const update = (changed: typeof units) =>
    client.send(new UpdateTableCommand({ TableName: 't-1', ProvisionedThroughput: changed }));
  expect((await failure(update(units))).message).toMatch(
    /^The provisioned throughput for the table will not change. .* Requested WriteCapacityUnits: 5/,
  );
  expect((await failure(update({ ...units, ReadCapacityUnits: 0 }))).message).toMatch(/greater than or equal to 1$/);
  await update({ ...units, ReadCapacityUnits: 6 });
});

test('the most that an on-demand table may do is kept and shown', async () => {
  const { client } = await withTable({ OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 } });
  await client.send(new UpdateTableCommand({ TableName: 't-1', OnDemandThroughput: { MaxReadRequestUnits: 20 } }));
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: 't-1' }));
  expect(table!.OnDemandThroughput).toEqual({ MaxReadRequestUnits: 20, MaxWriteRequestUnits: 5 });
});

test('a deleted table is gone; a protected one stays', async () => {
  const { client } = await withTable({ DeletionProtectionEnabled: true });
  const del = () => client.send(new DeleteTableCommand({ TableName: 't-1' }));
  expect((await failure(del())).name).toBe('ValidationException');
  await client.send(new UpdateTableCommand({ TableName: 't-1', DeletionProtectionEnabled: false }));
  expect((await del()).TableDescription!.TableStatus).toBe('DELETING');
  expect(await failure(client.send(new DescribeTableCommand({ TableName: 't-1' })))).toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: t-1 not found',
  });
});

test('a deletion tells of the table, and no more of its keys and indexes', async () => {
  const { client, TableName } = await withTable();
  const { TableDescription } = await client.send(new DeleteTableCommand({ TableName }));
  expect(TableDescription).toMatchObject({ TableName, TableStatus: 'DELETING', ItemCount: 0, TableArn: arn });
  for (const member of ['KeySchema', 'AttributeDefinitions', 'CreationDateTime', 'GlobalSecondaryIndexes']) {
    expect(TableDescription).not.toHaveProperty(member);
  }
});

test('tables are listed by name in pages', async () => {
  const { client } = account();
  for (const TableName of ['ccc', 'aaa', 'bbb']) {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
  }
  const first = await client.send(new ListTablesCommand({ Limit: 2 }));
  expect(first).toMatchObject({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' });
  const rest = await client.send(new ListTablesCommand({ ExclusiveStartTableName: 'bbb' }));
  expect(rest.TableNames).toEqual(['ccc']);
  expect(rest.LastEvaluatedTableName).toBeUndefined();
});

const tag = (Key: string, Value = '') => ({ Key, Value });

test('tags come and go', async () => {
  const { client } = await withTable({ Tags: [{ Key: 'a', Value: '1' }] });
  await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: 'b', Value: '2' }] }));
  await client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ['a'] }));
  const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
});

test.each([
  [{ ResourceArn: arn, Tags: [] }, 'Atleast one Tag needs to be provided as Input.'],
  [
    { ResourceArn: `${arn}/index/byG`, Tags: [] },
    `One or more parameter values were invalid: Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}/index/byG`,
  ],
  [{ ResourceArn: 't-1', Tags: [] }, "One or more parameter values were invalid: ARNs must start with 'arn:': t-1"],
  [
    { ResourceArn: 'arn:aws:sqs:us-east-1:123456789012:t-1', Tags: [] },
    'One or more parameter values were invalid: Provided Arn is not a DynamoDB resource arn: arn:aws:sqs:us-east-1:123456789012:t-1',
  ],
  [{ ResourceArn: `${arn}1`, Tags: [tag('a')] }, `Requested resource not found: ResourceArn: ${arn}1 not found`],
  [{ ResourceArn: arn, Tags: [tag('a;b')] }, 'The Tag Key provided is invalid, Key: a;b'],
  [{ ResourceArn: arn, Tags: [tag('a', 'x;')] }, 'The Tag Value provided is invalid, Value: x;'],
  [{ ResourceArn: arn, Tags: [tag('aws:a')] }, 'Tag Key cannot be prefixed with aws:, Key: aws:a'],
  [{ ResourceArn: arn, Tags: [tag('a'), tag('a')] }, 'Duplicate Tag Keys provided as input: Duplicate Tag Key found a'],
  [
    { ResourceArn: arn, Tags: Array.from({ length: 51 }, (_, index) => tag(`k${index}`)) },
    'Number of Tags exceed the current limit for the provided ResourceArn',
  ],
])('tags %j are refused', async (input, message) => {
  const { client } = await withTable();
  expect((await failure(client.send(new TagResourceCommand(input)))).message).toBe(message);
});

test('nobody is let into the tables of another account', async () => {
  const { client } = await withTable();
  const theirs = arn.replace('123456789012', '000000000000');
  expect(await failure(client.send(new ListTagsOfResourceCommand({ ResourceArn: theirs })))).toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:iam::123456789012:root is not authorized to perform: dynamodb:ListTagsOfResource on resource: ${theirs} because no resource-based policy allows the dynamodb:ListTagsOfResource action`,
  });
});

test('time to live is switched on for one attribute at a time', async () => {
  const { client } = await withTable();
  const update = (AttributeName: string, Enabled: boolean) =>
    client.send(new UpdateTimeToLiveCommand({ TableName: 't-1', TimeToLiveSpecification: { AttributeName, Enabled } }));
  await update('ttl', true);
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: 't-1' }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
  expect((await failure(update('ttl', true))).message).toBe('TimeToLive is already enabled');
  expect((await failure(update('other', true))).message).toBe(
    'TimeToLive is active on a different AttributeName: current AttributeName is ttl',
  );
  await update('ttl', false);
  expect((await failure(update('ttl', false))).message).toBe('TimeToLive is already disabled');
});

test('point-in-time recovery is described as it was set', async () => {
  const { client } = await withTable();
  const describe = async () =>
    (await client.send(new DescribeContinuousBackupsCommand({ TableName: 't-1' }))).ContinuousBackupsDescription!
      .PointInTimeRecoveryDescription!;
  expect((await describe()).PointInTimeRecoveryStatus).toBe('DISABLED');
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName: 't-1',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    }),
  );
  expect(await describe()).toMatchObject({ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 7 });
});

test('a policy is put, given and deleted by its revision', async () => {
  const { client, clock } = await withTable();
  const policy = (Sid: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid, Effect: 'Deny', Principal: '*', Action: 'dynamodb:PutItem', Resource: arn }],
    });
  const put = async (Policy: string, ExpectedRevisionId?: string) =>
    (await client.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy, ExpectedRevisionId }))).RevisionId!;
  const first = await put(policy('one'), 'NO_POLICY');
  await clock.advance(1000);
  expect(await put(` ${policy('one')}`)).toBe(first);
  const second = await put(policy('two'), first);
  expect(second).not.toBe(first);
  expect(await failure(put(policy('three'), first))).toMatchObject({
    name: 'PolicyNotFoundException',
    message: expect.stringMatching(/did not match$/) as unknown,
  });
  const given = await client.send(new GetResourcePolicyCommand({ ResourceArn: arn }));
  expect(given).toMatchObject({ Policy: policy('two'), RevisionId: second });
  const del = new DeleteResourcePolicyCommand({ ResourceArn: arn });
  expect((await client.send(del)).RevisionId).toBe(second);
  expect((await client.send(del)).RevisionId).toBeUndefined();
  expect((await failure(client.send(new GetResourcePolicyCommand({ ResourceArn: arn })))).name).toBe(
    'PolicyNotFoundException',
  );
});

test.each([
  ['{', 'Invalid policy document: This policy contains invalid Json'],
  [JSON.stringify({ Statement: 'x'.repeat(20_480) }), 'Maximum policy size of 20480 bytes exceeded'],
])('the policy %.20s is refused', async (Policy, reason) => {
  const { client } = await withTable();
  const { message } = await failure(client.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy })));
  expect(message).toBe(`One or more parameter values were invalid: ${reason}`);
});
