import {
  DeleteItemCommand,
  PutItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type Shard,
  type ShardFilter,
  type GetShardIteratorCommandInput,
} from '@aws-sdk/client-dynamodb-streams';
import { expect, test } from 'vitest';
import { failure, withTable, type Item } from './fixture.ts';
import type { DynamoDbOptions } from '../../../local/services/dynamodb/dynamodb.ts';

async function streaming(options: DynamoDbOptions = {}, viewType = 'NEW_AND_OLD_IMAGES' as const) {
  const made = await withTable({ StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } }, options);
  const { client, streams } = made;
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName: 't-1' }));
  const StreamArn = Streams![0]!.StreamArn!;
  const shards = async () =>
    (await streams.send(new DescribeStreamCommand({ StreamArn }))).StreamDescription!.Shards!.map(
      ({ ShardId }) => ShardId!,
    );
  const iterator = async (
    more: Partial<GetShardIteratorCommandInput> = { ShardIteratorType: 'TRIM_HORIZON' },
    shard = 0,
  ) =>
    (
      await streams.send(
        new GetShardIteratorCommand({
          StreamArn,
          ShardId: (await shards())[shard],
          ShardIteratorType: 'TRIM_HORIZON',
          ...more,
        }),
      )
    ).ShardIterator;
  const read = async (ShardIterator?: string) =>
    streams.send(new GetRecordsCommand({ ShardIterator: ShardIterator ?? (await iterator()) }));
  const put = (pk: string, more: Item = {}) =>
    client.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: pk }, ...more } }));
  const del = (pk: string) => client.send(new DeleteItemCommand({ TableName: 't-1', Key: { pk: { S: pk } } }));
  return { ...made, StreamArn, shards, iterator, read, put, del };
}

test('a stream tells of each change in order, with the images', async () => {
  const { put, del, read } = await streaming();
  await put('a', { n: { N: '1' } });
  await put('a', { n: { N: '2' } });
  await del('a');
  const { Records } = await read();
  expect(Records!.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  expect(Records![1]).toMatchObject({
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: { pk: { S: 'a' } },
      OldImage: { pk: { S: 'a' }, n: { N: '1' } },
      NewImage: { pk: { S: 'a' }, n: { N: '2' } },
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  const numbers = Records!.map(({ dynamodb }) => dynamodb!.SequenceNumber!);
  expect(numbers.toSorted()).toEqual(numbers);
});

test('a write that changes nothing is not in the stream', async () => {
  const { put, del, read } = await streaming();
  await put('a', { n: { N: '1' } });
  await put('a', { n: { N: '1.0' } });
  await del('never');
  expect((await read()).Records).toHaveLength(1);
});

test('an iterator goes on where the last read ended', async () => {
  const { put, read } = await streaming();
  await put('a');
  const first = await read();
  expect((await read(first.NextShardIterator)).Records).toEqual([]);
  await put('b');
  const second = await read(first.NextShardIterator);
  expect(second.Records!.map(({ dynamodb }) => dynamodb!.Keys)).toEqual([{ pk: { S: 'b' } }]);
});

test('LATEST begins behind what was written before', async () => {
  const { put, read, iterator } = await streaming();
  await put('a');
  const latest = await iterator({ ShardIteratorType: 'LATEST' });
  await put('b');
  expect((await read(latest)).Records!.map(({ dynamodb }) => dynamodb!.Keys)).toEqual([{ pk: { S: 'b' } }]);
});

test('reading begins at or after a sequence number', async () => {
  const { put, read, iterator } = await streaming();
  for (const pk of ['a', 'b', 'c']) await put(pk);
  const SequenceNumber = (await read()).Records![1]!.dynamodb!.SequenceNumber;
  const from = async (ShardIteratorType: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER') =>
    (await read(await iterator({ ShardIteratorType, SequenceNumber }))).Records!.map(
      ({ dynamodb }) => dynamodb!.Keys!['pk']!.S,
    );
  expect(await from('AT_SEQUENCE_NUMBER')).toEqual(['b', 'c']);
  expect(await from('AFTER_SEQUENCE_NUMBER')).toEqual(['c']);
});

test('records are forgotten after 24 hours, iterators after 15 minutes', async () => {
  const { put, read, iterator, clock } = await streaming();
  await put('a');
  const { SequenceNumber } = (await read()).Records![0]!.dynamodb!;
  const old = await iterator();
  await clock.advance(16 * 60_000);
  expect((await failure(read(old))).name).toBe('ExpiredIteratorException');
  expect((await read()).Records).toHaveLength(1);
  await clock.advance(24 * 3_600_000);
  expect((await read()).Records).toEqual([]);
  const trimmed = iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber });
  expect((await failure(trimmed)).name).toBe('TrimmedDataAccessException');
});

test('with several shards the changes of one key stay in one', async () => {
  const { put, read, shards, iterator } = await streaming({ shardCount: 4 });
  for (const round of ['1', '2']) for (let i = 0; i < 20; i++) await put(`item-${i}`, { n: { N: round } });
  const all = await Promise.all(
    (await shards()).map(async (_, shard) => (await read(await iterator({}, shard))).Records!),
  );
  expect(all.flat()).toHaveLength(40);
  expect(all.filter((records) => records.length > 0).length).toBeGreaterThan(1);
  for (const records of all) {
    const names = records.map(({ dynamodb, eventName }) => `${dynamodb!.Keys!['pk']!.S} ${eventName}`);
    for (const record of records) {
      const key = record.dynamodb!.Keys!['pk']!.S;
      expect(names.indexOf(`${key} INSERT`)).toBeLessThan(names.indexOf(`${key} MODIFY`));
    }
  }
});

test('a deletion by time to live comes late and says who did it', async () => {
  const { client, put, read, clock, journal } = await streaming();
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: 't-1',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    }),
  );
  const expiry = clock.now() / 1000 + 60;
  await put('a', { ttl: { N: String(expiry) } });
  await put('never', { ttl: { S: 'soon' } });
  await put('kept', { ttl: { N: String(expiry + 86_400) } });
  await clock.advance(120_000);
  expect((await read()).Records).toHaveLength(3);
  await clock.advance(600_000);
  const { Records } = await read();
  expect(Records!.at(-1)).toMatchObject({
    eventName: 'REMOVE',
    dynamodb: { Keys: { pk: { S: 'a' } } },
    userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
  });
  expect(Records).toHaveLength(4);
  expect(journal.at(-1)).toMatchObject({ event: 'written', cause: 'TimeToLive', newImage: undefined });
});

test('a stream that is switched off can be read to its end', async () => {
  const { client, put, read, StreamArn, streams } = await streaming();
  await put('a');
  await client.send(new UpdateTableCommand({ TableName: 't-1', StreamSpecification: { StreamEnabled: false } }));
  await put('b');
  const page = await read();
  expect(page.Records).toHaveLength(1);
  expect(page.NextShardIterator).toBeUndefined();
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  expect(StreamDescription!.StreamStatus).toBe('DISABLED');
});

test('a reader in process is told of records and reads them from its own place', async () => {
  const { db, StreamArn, put } = await streaming();
  const reader = db.streamReader(StreamArn);
  const [shard] = reader.shards();
  const told: string[] = [];
  const cancel = reader.onRecords((id) => told.push(id));
  const start = reader.read(shard!, 'LATEST', 10);
  await put('a');
  await put('b');
  cancel();
  await put('c');
  expect(told).toEqual([shard, shard]);
  const page = reader.read(shard!, start.next, 2);
  expect(page.records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([{ pk: { S: 'a' } }, { pk: { S: 'b' } }]);
  expect(reader.read(shard!, page.next, 2).records).toHaveLength(1);
});

test('a shard that is not there has none after it', async () => {
  const { streams, StreamArn } = await streaming();
  const ExclusiveStartShardId = 'shardId-00000000000000000000-00000000';
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId }));
  expect(StreamDescription!.Shards).toEqual([]);
});

test('a page of records has a megabyte at most', async () => {
  const { read, put } = await streaming();
  for (const pk of ['a', 'b', 'c']) await put(pk, { payload: { S: 'x'.repeat(390_000) } });
  const page = await read();
  expect(page.Records).toHaveLength(2);
  expect((await read(page.NextShardIterator)).Records).toHaveLength(1);
});

test('a shard has no children', async () => {
  const { streams, StreamArn } = await streaming();
  const describe = (ShardFilter?: ShardFilter) => streams.send(new DescribeStreamCommand({ StreamArn, ShardFilter }));
  const [{ ShardId }] = (await describe()).StreamDescription!.Shards! as [Shard];
  expect((await describe({ Type: 'CHILD_SHARDS', ShardId })).StreamDescription!.Shards).toEqual([]);
  expect((await failure(describe({ Type: 'ALL' as never, ShardId }))).message).toBe(
    "1 validation error detected: Value 'ALL' at 'shardFilter.type' failed to satisfy constraint: Member must satisfy enum value set: [CHILD_SHARDS]",
  );
});

test('what is no ARN of a stream is invalid; a stream that is not there is not found', async () => {
  const { streams, StreamArn } = await streaming();
  const describe = (arn: string) => failure(streams.send(new DescribeStreamCommand({ StreamArn: arn })));
  expect((await describe('no ARN, but as long as one is at the least')).name).toBe('ValidationException');
  expect((await describe(`${StreamArn}1`)).name).toBe('ResourceNotFoundException');
  const list = streams.send(new ListStreamsCommand({ ExclusiveStartStreamArn: StreamArn.replaceAll(':', '-') }));
  expect((await failure(list)).name).toBe('ValidationException');
});
