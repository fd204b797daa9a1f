import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  PublishBatchCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { both, outcome, topicArn, type Both, type Side } from './both.ts';
import { fanOut } from './fan-out.ts';

let sides: Both;
beforeAll(async () => {
  sides = await both();
});
afterAll(() => sides.stop());

const string = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (StringValue: string) => ({ DataType: 'Number', StringValue });

/** Attributes that every policy below is tried on, each set as a message of its own. */
const messages: readonly Record<string, { DataType: string; StringValue: string }>[] = [
  {},
  { a: string('red') },
  { a: string('RED') },
  { a: string('reddish') },
  { a: string('dark-red') },
  { a: string('10.0.0.7') },
  { a: number('10') },
  { a: number('10.5') },
  { a: number('-3') },
  { a: string('red'), b: string('x') },
  { b: string('y') },
];

const policies: readonly object[] = [
  { a: ['red'] },
  { a: ['red', 'RED'] },
  { a: ['red'], b: ['x'] },
  { a: [{ prefix: 'red' }] },
  { a: [{ suffix: 'red' }] },
  { a: [{ 'equals-ignore-case': 'Red' }] },
  { a: [{ wildcard: '*d*' }] },
  { a: [{ 'anything-but': 'red' }] },
  { a: [{ 'anything-but': ['red', 'blue'] }] },
  { a: [{ 'anything-but': { prefix: 'red' } }] },
  { a: [{ exists: true }] },
  { a: [{ exists: false }] },
  { a: [{ numeric: ['=', 10] }] },
  { a: [{ numeric: ['>', -5, '<=', 10] }] },
  { a: [{ cidr: '10.0.0.0/24' }] },
  { a: [10] },
  { $or: [{ a: ['red'] }, { b: ['y'] }] },
];

const bodies: readonly unknown[] = [
  { kind: 'order', total: 10, customer: { tier: 'gold' } },
  { kind: 'order', total: 99.5, customer: { tier: 'none' } },
  { kind: 'video', length: 7 },
];

const bodyPolicies: readonly object[] = [
  { kind: ['order'] },
  { total: [{ numeric: ['<', 50] }] },
  { customer: { tier: ['gold'] } },
  { kind: [{ prefix: 'vi' }], length: [7] },
  { customer: { tier: [{ 'anything-but': 'gold' }] } },
  { total: [{ exists: false }] },
  { $or: [{ kind: ['video'] }, { customer: { tier: ['gold'] } }] },
];

describe('fauxqs and we agree', () => {
  test.each(policies.map((policy, index) => [JSON.stringify(policy), index] as const))(
    'on which attributes %s lets through',
    async (policy, index) => {
      const settings = { FilterPolicy: policy, RawMessageDelivery: 'true' };
      const passed = async (side: Side): Promise<unknown[]> => {
        const { publish, arrived } = await fanOut(side, `attributes-${index}`, settings);
        for (const [i, MessageAttributes] of messages.entries()) await publish({ Message: `${i}`, MessageAttributes });
        return (await arrived()).map(({ Body }) => Number(Body)).toSorted((a, b) => a - b);
      };
      expect(await passed(sides.ours)).toEqual(await passed(sides.theirs));
    },
  );

  test.each(bodyPolicies.map((policy, index) => [JSON.stringify(policy), index] as const))(
    'on which bodies %s lets through',
    async (policy, index) => {
      const settings = { FilterPolicy: policy, FilterPolicyScope: 'MessageBody', RawMessageDelivery: 'true' };
      const passed = async (side: Side): Promise<unknown> => {
        const { publish, arrived } = await fanOut(side, `bodies-${index}`, settings);
        for (const body of bodies) await publish({ Message: JSON.stringify(body) });
        return new Set((await arrived()).map(({ Body }) => Body));
      };
      expect(await passed(sides.ours)).toEqual(await passed(sides.theirs));
    },
  );

  test('on the envelope, but for what signs it', async () => {
    const envelope = async (side: Side): Promise<unknown> => {
      const { publish, arrived } = await fanOut(side, 'envelope', {});
      await publish({ Subject: 's', MessageAttributes: { a: string('x'), b: number('1') } });
      const {
        Signature,
        SigningCertURL,
        UnsubscribeURL,
        Timestamp: _at,
        ...rest
      } = JSON.parse((await arrived())[0]!.Body!);
      return outcome(
        Promise.resolve({ ...rest, signed: [Signature, SigningCertURL, UnsubscribeURL].map((v) => typeof v) }),
      );
    };
    expect(await envelope(sides.ours)).toEqual(await envelope(sides.theirs));
  });

  test('on raw messages, which keep their attributes', async () => {
    const raw = async (side: Side): Promise<unknown> => {
      const { publish, arrived } = await fanOut(side, 'raw', { RawMessageDelivery: 'true' });
      await publish({ MessageAttributes: { a: string('x'), b: number('1') } });
      return outcome(arrived());
    };
    expect(await raw(sides.ours)).toEqual(await raw(sides.theirs));
  });

  test('on FIFO topics, which pass group and deduplication id on and drop duplicates', async () => {
    const passed = async (side: Side): Promise<unknown> => {
      const { publish, arrived } = await fanOut(side, 'line.fifo', { RawMessageDelivery: 'true' });
      for (const id of ['one', 'one', 'two'])
        await publish({ Message: id, MessageGroupId: `group-${id}`, MessageDeduplicationId: id });
      return outcome(arrived());
    };
    expect(await passed(sides.ours)).toEqual(await passed(sides.theirs));
  });

  test.each([
    ['no such topic', () => new GetTopicAttributesCommand({ TopicArn: topicArn('nowhere') })],
    ['a topic made twice', () => new CreateTopicCommand({ Name: 'twice' })],
    ['tags', () => new TagResourceCommand({ ResourceArn: topicArn('twice'), Tags: [{ Key: 'a', Value: 'b' }] })],
    ['the tags', () => new ListTagsForResourceCommand({ ResourceArn: topicArn('twice') })],
    [
      'no such subscription',
      () => new GetSubscriptionAttributesCommand({ SubscriptionArn: `${topicArn('twice')}:${'0'.repeat(8)}` }),
    ],
    ['an empty batch', () => new PublishBatchCommand({ TopicArn: topicArn('twice'), PublishBatchRequestEntries: [] })],
    [
      'a batch of one id twice',
      () =>
        new PublishBatchCommand({
          TopicArn: topicArn('twice'),
          PublishBatchRequestEntries: ['a', 'a'].map((Id) => ({ Id, Message: 'm' })),
        }),
    ],
    [
      'a subscription that is not there',
      () => new UnsubscribeCommand({ SubscriptionArn: `${topicArn('twice')}:00000000-0000-0000-0000-000000000000` }),
    ],
    ['a deletion', () => new DeleteTopicCommand({ TopicArn: topicArn('twice') })],
    ['a second deletion', () => new DeleteTopicCommand({ TopicArn: topicArn('twice') })],
  ])('on %s', async (_what, command) => {
    for (const side of [sides.ours, sides.theirs]) await side.sns.send(new CreateTopicCommand({ Name: 'twice' }));
    const answers = [sides.ours, sides.theirs].map(({ sns }) => outcome(sns.send(command() as never)));
    expect(await answers[0]).toEqual(await answers[1]);
  });
});
