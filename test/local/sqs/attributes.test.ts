import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { account, failure } from './fixture.ts';

const STATEMENT = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };

describe('queue attributes', () => {
  test.each([
    ['VisibilityTimeout', '43201'],
    ['DelaySeconds', '901'],
    ['MaximumMessageSize', '1023'],
    ['MaximumMessageSize', '1048577'],
    ['MessageRetentionPeriod', '59'],
    ['ReceiveMessageWaitTimeSeconds', '21'],
    ['VisibilityTimeout', 'soon'],
    ['Policy', 'not json'],
  ])('%s refuses %s', async (name, value) => {
    const { client } = account();
    const input = { QueueName: 'q', Attributes: { [name]: value } };
    expect(await failure(client.send(new CreateQueueCommand(input)))).toMatchObject({ name: 'InvalidAttributeValue' });
  });

  test.each<Record<string, string>>([
    { Nonsense: '1' },
    { QueueArn: 'x' },
    { ContentBasedDeduplication: 'true' },
    { FifoQueue: 'false' },
  ])('a standard queue knows no %j', async (attributes) => {
    const { create } = account();
    expect(await failure(create('q', attributes))).toMatchObject({
      name: 'InvalidAttributeName',
      message: `Unknown Attribute ${Object.keys(attributes)[0]}.`,
    });
  });

  test.each(['DeduplicationScope', 'FifoThroughputLimit'])('%s is for FIFO queues', async (name) => {
    const { create } = account();
    const value = name === 'DeduplicationScope' ? 'queue' : 'perQueue';
    expect(await failure(create('q', { [name]: value }))).toMatchObject({
      name: 'InvalidAttributeName',
      message: `You can specify the ${name} only when FifoQueue is set to true.`,
    });
  });

  test('true and false are read in any case and given in lower case', async () => {
    const { create, attributes } = account();
    const url = await create('q.fifo', { FifoQueue: 'True', ContentBasedDeduplication: 'TRUE' });
    expect(await attributes(url)).toMatchObject({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  });

  test.each([
    ['more than twenty statements', { Statement: Array.from({ length: 21 }, () => STATEMENT) }, 'OverLimit'],
    ['no statement', { Statement: [] }, 'InvalidAttributeValue'],
    ['a version that there is not', { Version: '2020-01-01', Statement: STATEMENT }, 'InvalidAttributeValue'],
    ['an unknown part', { Statement: STATEMENT, More: 1 }, 'InvalidAttributeValue'],
    ['a statement with an unknown part', { Statement: [{ ...STATEMENT, More: 1 }] }, 'InvalidAttributeValue'],
  ])('a policy is refused for %s', async (_title, policy, name) => {
    const { create } = account();
    expect(await failure(create('q', { Policy: JSON.stringify(policy) }))).toMatchObject({ name });
  });

  test.each(['444', '[]', '{}', '{"redrivePermission":"some"}', '{"redrivePermission":"allowAll","more":1}'])(
    'a redrive allow policy is not %s',
    async (RedriveAllowPolicy) => {
      const { create } = account();
      const error = await failure(create('q', { RedriveAllowPolicy }));
      expect(error.message).toMatch(
        /^Invalid value for the parameter RedriveAllowPolicy. Reason: .* unsupported format/,
      );
    },
  );

  test('throughput per group needs deduplication per group', async () => {
    const { create } = account();
    const error = await failure(create('q.fifo', { FifoThroughputLimit: 'perMessageGroupId' }));
    expect(error.name).toBe('InvalidAttributeValue');
    const both = { FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' };
    await expect(create('q.fifo', both)).resolves.toContain('q.fifo');
  });

  test('a queue is encrypted in one way only', async () => {
    const { create, set, attributes } = account();
    const url = await create('q');
    const error = await failure(set(url, { KmsMasterKeyId: 'key', SqsManagedSseEnabled: 'true' }));
    expect(error.message).toContain('You can use one type of server-side encryption (SSE) at one time.');
    await set(url, { KmsMasterKeyId: 'key' });
    expect(await attributes(url)).toMatchObject({
      KmsMasterKeyId: 'key',
      KmsDataKeyReusePeriodSeconds: '300',
      SqsManagedSseEnabled: 'false',
    });
  });

  test("a queue's type cannot be changed", async () => {
    const { create, set } = account();
    const [standard, fifo] = [await create('q'), await create('q.fifo')];
    expect((await failure(set(standard, { FifoQueue: 'true' }))).message).toBe('Unknown Attribute FifoQueue.');
    expect((await failure(set(fifo, { FifoQueue: 'false' }))).message).toBe(
      'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    );
  });
});
