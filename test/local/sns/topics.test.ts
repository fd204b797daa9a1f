import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { Scene } from './scene.ts';

async function attributesOf(client: SNSClient, TopicArn: string | undefined): Promise<Record<string, string>> {
  return (await client.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes!;
}

describe('creating topics', () => {
  test('a standard topic has the attributes AWS gives it', async () => {
    const client = new Scene().client();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    expect(TopicArn).toBe('arn:aws:sns:us-east-1:123456789012:events');
    const { Policy, EffectiveDeliveryPolicy, ...others } = await attributesOf(client, TopicArn);
    expect(others).toEqual({
      DisplayName: '',
      Owner: '123456789012',
      SubscriptionsConfirmed: '0',
      SubscriptionsDeleted: '0',
      SubscriptionsPending: '0',
      TopicArn,
    });
    expect(JSON.parse(Policy!)).toMatchObject({ Id: '__default_policy_ID', Version: '2008-10-17' });
    expect(JSON.parse(EffectiveDeliveryPolicy!)).toMatchObject({
      http: { defaultHealthyRetryPolicy: { numRetries: 3, minDelayTarget: 20, backoffFunction: 'linear' } },
    });
  });

  test('a FIFO topic says so, and does not deduplicate by content unless told', async () => {
    const client = new Scene().client();
    const { TopicArn } = await client.send(
      new CreateTopicCommand({ Name: 'events.fifo', Attributes: { FifoTopic: 'true' } }),
    );
    expect(await attributesOf(client, TopicArn)).toMatchObject({
      FifoTopic: 'true',
      ContentBasedDeduplication: 'false',
    });
  });

  test('creating the same topic again gives its ARN', async () => {
    const client = new Scene().client();
    const same = { Name: 'events', Attributes: { DisplayName: 'x' }, Tags: [{ Key: 'a', Value: '1' }] };
    const first = await client.send(new CreateTopicCommand(same));
    expect((await client.send(new CreateTopicCommand(same))).TopicArn).toBe(first.TopicArn);
    expect((await client.send(new CreateTopicCommand({ Name: 'events' }))).TopicArn).toBe(first.TopicArn);
  });

  test('creating it again needs only some of its tags', async () => {
    const client = new Scene().client();
    const tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events', Tags: tags }));
    const again = await client.send(new CreateTopicCommand({ Name: 'events', Tags: tags.slice(1) }));
    expect(again.TopicArn).toBe(TopicArn);
    await expect(
      client.send(new CreateTopicCommand({ Name: 'events', Tags: [{ Key: 'c', Value: '3' }] })),
    ).rejects.toThrow('Invalid parameter: Tags Reason: Topic already exists with different tags');
  });

  test('a delivery policy is shown without what is null, and with whether subscriptions may differ', async () => {
    const client = new Scene().client();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    const set = (AttributeValue: string) =>
      client.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DeliveryPolicy', AttributeValue }));
    await set('{"http":{"defaultHealthyRetryPolicy":null}}');
    expect((await attributesOf(client, TopicArn))['DeliveryPolicy']).toBe(
      '{"http":{"disableSubscriptionOverrides":false}}',
    );
    await set('');
    expect(await attributesOf(client, TopicArn)).not.toHaveProperty('DeliveryPolicy');
  });

  test('creating it with other attributes or tags is refused', async () => {
    const client = new Scene().client();
    await client.send(new CreateTopicCommand({ Name: 'events', Tags: [{ Key: 'a', Value: '1' }] }));
    await expect(
      client.send(new CreateTopicCommand({ Name: 'events', Attributes: { DisplayName: 'y' } })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    });
    await expect(
      client.send(new CreateTopicCommand({ Name: 'events', Tags: [{ Key: 'a', Value: '2' }] })),
    ).rejects.toMatchObject({
      message: 'Invalid parameter: Tags Reason: Topic already exists with different tags',
    });
  });

  test.each([
    ['bad name!', {}],
    ['', {}],
    ['x'.repeat(257), {}],
    ['a.fifo', {}],
    ['a', { FifoTopic: 'true' }],
  ])('the name %j with %j is refused', async (Name, Attributes) => {
    const client = new Scene().client();
    await expect(client.send(new CreateTopicCommand({ Name, Attributes }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Topic Name',
    });
  });

  test.each([
    [{ Unknown: 'x' }, 'Invalid parameter: Attributes Reason: Unknown attribute Unknown'],
    [{ ContentBasedDeduplication: 'true' }, /only be set for FIFO topics/],
    [{ MaximumMessageSize: '1048577' }, /MaximumMessageSize/],
    [{ Policy: '{' }, 'Invalid parameter: Policy Error: null'],
    [
      { Policy: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}}' },
      'Invalid parameter: Policy statement action out of service scope!',
    ],
  ])('the attributes %j are refused', async (Attributes, message) => {
    const client = new Scene().client();
    await expect(client.send(new CreateTopicCommand({ Name: 'events', Attributes }))).rejects.toThrow(message);
  });
});

describe('topics', () => {
  test('attributes are set and read back', async () => {
    const client = new Scene().client();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    await client.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Events' }),
    );
    expect((await attributesOf(client, TopicArn))['DisplayName']).toBe('Events');
  });

  test('FifoTopic and unknown attributes cannot be set', async () => {
    const client = new Scene().client();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    for (const AttributeName of ['FifoTopic', 'Nonsense', 'Owner']) {
      await expect(
        client.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue: 'true' })),
      ).rejects.toThrow('Invalid parameter: AttributeName');
    }
  });

  test('an unknown topic is not found, a malformed ARN is invalid', async () => {
    const client = new Scene().client();
    await expect(attributesOf(client, 'arn:aws:sns:us-east-1:123456789012:none')).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(attributesOf(client, 'randomstring')).rejects.toThrow(
      'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
    );
  });

  test('deleting is repeatable and takes the topic off the list', async () => {
    const client = new Scene().client();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    await client.send(new DeleteTopicCommand({ TopicArn }));
    await client.send(new DeleteTopicCommand({ TopicArn }));
    expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([]);
  });

  test('topics are listed a hundred at a time', async () => {
    const client = new Scene().client();
    for (let index = 0; index < 101; index++) await client.send(new CreateTopicCommand({ Name: `t${index}` }));
    const first = await client.send(new ListTopicsCommand({}));
    expect(first.Topics).toHaveLength(100);
    const second = await client.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    expect(second.Topics).toEqual([{ TopicArn: 'arn:aws:sns:us-east-1:123456789012:t100' }]);
    expect(second.NextToken).toBeUndefined();
  });

  test('tags are added, replaced and removed; the same key twice is refused', async () => {
    const client = new Scene().client();
    const { TopicArn: ResourceArn } = await client.send(
      new CreateTopicCommand({ Name: 'events', Tags: [{ Key: 'a', Value: '1' }] }),
    );
    const tag = (...Tags: { Key: string; Value: string }[]) =>
      client.send(new TagResourceCommand({ ResourceArn, Tags }));
    await tag({ Key: 'a', Value: '2' }, { Key: 'b', Value: '3' });
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['b', 'zzz'] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'a', Value: '2' }]);
    await expect(tag({ Key: 'x', Value: '1' }, { Key: 'x', Value: '2' })).rejects.toThrow(
      'Invalid parameter: Duplicated keys are not allowed.',
    );
  });

  test('the tags of an unknown topic are ResourceNotFound', async () => {
    const ResourceArn = 'arn:aws:sns:us-east-1:123456789012:none';
    await expect(new Scene().client().send(new ListTagsForResourceCommand({ ResourceArn }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('permissions become statements of the policy, once per label', async () => {
    const client = new Scene().client();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    const permission = { TopicArn, Label: 'other', AWSAccountId: ['999999999999'], ActionName: ['Publish'] };
    await client.send(new AddPermissionCommand(permission));
    const statements = async () =>
      (JSON.parse((await attributesOf(client, TopicArn))['Policy']!) as { Statement: unknown[] }).Statement;
    expect((await statements())[1]).toEqual({
      Sid: 'other',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::999999999999:root' },
      Action: 'SNS:Publish',
      Resource: TopicArn,
    });
    await expect(client.send(new AddPermissionCommand(permission))).rejects.toThrow('Statement already exists');
    await client.send(new RemovePermissionCommand({ TopicArn, Label: 'other' }));
    expect(await statements()).toHaveLength(1);
  });

  test('a denied caller gets AuthorizationError, with the topic policy put before the judge', async () => {
    const scene = new Scene();
    const { TopicArn } = await scene.client().send(new CreateTopicCommand({ Name: 'events' }));
    const demands: unknown[] = [];
    const client = scene.client({
      authorize: (demand) => {
        demands.push(demand);
        throw new AwsError('AccessDenied', 'not allowed', { status: 403 });
      },
    });
    await expect(attributesOf(client, TopicArn)).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      $metadata: { httpStatusCode: 403 },
    });
    expect(demands).toMatchObject([
      { action: 'sns:GetTopicAttributes', resource: TopicArn, policy: { Id: '__default_policy_ID' } },
    ]);
  });
});
