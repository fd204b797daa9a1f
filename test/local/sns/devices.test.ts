import {
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  CreateTopicCommand,
  DeleteEndpointCommand,
  DeletePlatformApplicationCommand,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListPlatformApplicationsCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetPlatformApplicationAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { queueArn, Scene } from './scene.ts';

const CREDENTIALS = { PlatformCredential: 'secret', PlatformPrincipal: 'public' };
const APPLICATION = 'arn:aws:sns:us-east-1:123456789012:app/APNS/ios';

async function application() {
  const scene = new Scene();
  const client = scene.client();
  const create = (Name: string, Platform = 'APNS', Attributes: Record<string, string> = CREDENTIALS) =>
    client.send(new CreatePlatformApplicationCommand({ Name, Platform, Attributes }));
  await create('ios');
  const device = async (Token: string, Attributes: Record<string, string> = {}) =>
    (await client.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn: APPLICATION, Token, Attributes })))
      .EndpointArn!;
  const deviceAttributes = async (EndpointArn: string) =>
    (await client.send(new GetEndpointAttributesCommand({ EndpointArn }))).Attributes!;
  return { scene, client, create, device, deviceAttributes };
}

describe('platform applications', () => {
  test('are enabled, and keep no credentials', async () => {
    const { client } = await application();
    const listed = await client.send(new ListPlatformApplicationsCommand({}));
    expect(listed.PlatformApplications).toEqual([
      { PlatformApplicationArn: APPLICATION, Attributes: { Enabled: 'true' } },
    ]);
  });

  test.each([
    ['', 'APNS', CREDENTIALS, 'Invalid parameter:  Reason: cannot be empty'],
    ['x'.repeat(257), 'APNS', CREDENTIALS, /Reason: must be at most 256 characters long$/],
    ['a/b', 'APNS', CREDENTIALS, /^Invalid parameter: a\/b Reason: must contain only characters 'a'-'z'/],
    ['x', 'PIGEON', CREDENTIALS, 'Invalid parameter: Platform Reason: PIGEON is not supported'],
    ['x', 'APNS', {}, /^1 validation error detected: Value null at 'attributes'/],
    [
      'x',
      'APNS',
      { PlatformCredential: 'secret' },
      'Invalid parameter: Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal',
    ],
    [
      'x',
      'APNS',
      { ...CREDENTIALS, Nothing: '1' },
      'Invalid parameter: Attributes Reason: Invalid attribute name: Nothing',
    ],
    [
      'x',
      'APNS',
      { ...CREDENTIALS, EventEndpointCreated: 'arn:aws:sns:us-east-1:123456789012:t' },
      'The event EventEndpointCreated of an SNS platform application is not simulated',
    ],
  ])('%.10s of %s with %j is refused', async (name, platform, attributes, message) => {
    const { create } = await application();
    const words = typeof message === 'string' ? message : expect.stringMatching(message);
    await expect(create(name, platform, attributes as Record<string, string>)).rejects.toMatchObject({
      message: words,
    });
  });

  test('Firebase takes a key without a principal', async () => {
    const { create } = await application();
    await expect(create('android', 'GCM', { PlatformCredential: 'key' })).resolves.toMatchObject({
      PlatformApplicationArn: 'arn:aws:sns:us-east-1:123456789012:app/GCM/android',
    });
  });

  test('creating one again gives its ARN, unless with something else', async () => {
    const { create } = await application();
    expect((await create('ios')).PlatformApplicationArn).toBe(APPLICATION);
    await expect(create('ios', 'APNS', { ...CREDENTIALS, Enabled: 'false' })).rejects.toThrow(
      'An application with the same name but different properties already exists',
    );
  });

  test('creating one again compares attributes in any order', async () => {
    const { create } = await application();
    const [team, bundle] = [{ ApplePlatformTeamID: 'team' }, { ApplePlatformBundleID: 'bundle' }];
    const first = await create('mac', 'APNS', { ...CREDENTIALS, ...team, ...bundle });
    const again = await create('mac', 'APNS', { ...bundle, ...team, ...CREDENTIALS });
    expect(again.PlatformApplicationArn).toBe(first.PlatformApplicationArn);
  });

  test('one that is gone is NotFound, and its endpoints are gone with it; deleting it again is no error', async () => {
    const { client, device } = await application();
    const EndpointArn = await device('token');
    const arn = { PlatformApplicationArn: APPLICATION };
    await client.send(new DeletePlatformApplicationCommand(arn));
    await client.send(new DeletePlatformApplicationCommand(arn));
    await expect(client.send(new GetPlatformApplicationAttributesCommand(arn))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'PlatformApplication does not exist',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new GetEndpointAttributesCommand({ EndpointArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Endpoint does not exist',
    });
  });

  test('what is no ARN of one is InvalidParameter', async () => {
    const { client } = await application();
    const get = (PlatformApplicationArn: string) =>
      client.send(new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn }));
    await expect(get('x')).rejects.toThrow(
      'Invalid parameter: PlatformApplicationArn Reason: An ARN must have at least 6 elements, not 1',
    );
    await expect(get('arn:aws:sns:us-east-1:123456789012:ios')).rejects.toThrow(
      'Invalid parameter: PlatformApplicationArn Reason: Wrong number of slashes in relative portion of the ARN.',
    );
  });
});

describe('platform endpoints', () => {
  test('are enabled and have their token', async () => {
    const { client, device, deviceAttributes } = await application();
    const arn = await device('token', { CustomUserData: 'mine' });
    expect(arn).toMatch(/^arn:aws:sns:us-east-1:123456789012:endpoint\/APNS\/ios\/[\da-f-]{36}$/);
    const attributes = { Enabled: 'true', Token: 'token', CustomUserData: 'mine' };
    expect(await deviceAttributes(arn)).toEqual(attributes);
    const list = new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn: APPLICATION });
    expect((await client.send(list)).Endpoints).toEqual([{ EndpointArn: arn, Attributes: attributes }]);
  });

  test('a token has one endpoint, unless it is asked for with other attributes', async () => {
    const { device } = await application();
    const arn = await device('token');
    expect(await device('token')).toBe(arn);
    await expect(device('token', { CustomUserData: 'other' })).rejects.toThrow(
      `Invalid parameter: Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
    );
  });

  test('one does not take the token of another, and may be given its own', async () => {
    const { client, device, deviceAttributes } = await application();
    const [first, second] = [await device('first'), await device('second')];
    const set = (EndpointArn: string, Token: string) =>
      client.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Token, CustomUserData: 'new' } }));
    await expect(set(second, 'first')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: Token Reason: Endpoint ${first} already exists with the same Token, but different attributes.`,
    });
    expect(await deviceAttributes(second)).toEqual({ Enabled: 'true', Token: 'second' });
    await set(second, 'second');
    expect(await deviceAttributes(second)).toMatchObject({ Token: 'second', CustomUserData: 'new' });
  });

  test.each([
    [{ Nothing: '1' }, 'Invalid attribute name: Nothing'],
    [{ Token: '' }, 'Invalid value for attribute: Token'],
    [{ Enabled: 'maybe' }, 'Invalid value for attribute: Enabled'],
    [{ CustomUserData: 'x'.repeat(2049) }, 'Invalid value for attribute: CustomUserData'],
  ])('%.30j is refused', async (attributes, message) => {
    const { device } = await application();
    await expect(device('token', attributes as Record<string, string>)).rejects.toThrow(
      `Invalid parameter: Attributes Reason: ${message}`,
    );
  });

  test('are changed and deleted; deleting one again is no error', async () => {
    const { client, device, deviceAttributes } = await application();
    const EndpointArn = await device('token');
    await client.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Token: 'new' } }));
    expect(await deviceAttributes(EndpointArn)).toMatchObject({ Token: 'new' });
    await client.send(new DeleteEndpointCommand({ EndpointArn }));
    await client.send(new DeleteEndpointCommand({ EndpointArn }));
    await expect(deviceAttributes(EndpointArn)).rejects.toThrow('Endpoint does not exist');
  });
});

describe('push messages', () => {
  test('end in the journal, in the text for their platform', async () => {
    const { scene, client, device } = await application();
    const TargetArn = await device('token');
    const Message = JSON.stringify({ default: 'hi', APNS: '{"aps":{"alert":"hi"}}' });
    const { MessageId } = await client.send(new PublishCommand({ TargetArn, Message, MessageStructure: 'json' }));
    expect(scene.events('push-message')).toMatchObject([
      { resource: TargetArn, messageId: MessageId, body: '{"aps":{"alert":"hi"}}' },
    ]);
  });

  test('have at most 262,144 bytes, attributes included', async () => {
    const { scene, client, device } = await application();
    const TargetArn = await device('token');
    const Message = 'x'.repeat(262_144);
    await expect(client.send(new PublishCommand({ TargetArn, Message }))).resolves.toHaveProperty('MessageId');
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } };
    await expect(client.send(new PublishCommand({ TargetArn, Message, MessageAttributes }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Message too long',
    });
    expect(scene.events('push-message')).toHaveLength(1);
  });

  test('to an endpoint or an application that is disabled are refused', async () => {
    const { client, device } = await application();
    const TargetArn = await device('token', { Enabled: 'false' });
    const publish = () => client.send(new PublishCommand({ TargetArn, Message: 'x' }));
    await expect(publish()).rejects.toMatchObject({
      name: 'EndpointDisabledException',
      message: 'Endpoint is disabled',
      $metadata: { httpStatusCode: 400 },
    });
    const Attributes = { Enabled: 'true' };
    await client.send(new SetEndpointAttributesCommand({ EndpointArn: TargetArn, Attributes }));
    await client.send(
      new SetPlatformApplicationAttributesCommand({
        PlatformApplicationArn: APPLICATION,
        Attributes: { Enabled: 'false' },
      }),
    );
    await expect(publish()).rejects.toMatchObject({ name: 'PlatformApplicationDisabledException' });
  });

  test('reach the endpoints that subscribe to a topic, and the dead-letter queue of one that is disabled', async () => {
    const { scene, client, device } = await application();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    const [on, off] = [await device('on'), await device('off', { Enabled: 'false' })];
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead') });
    for (const Endpoint of [on, off]) {
      await client.send(
        new SubscribeCommand({ TopicArn, Protocol: 'application', Endpoint, Attributes: { RedrivePolicy } }),
      );
    }
    await client.send(new PublishCommand({ TopicArn, Message: 'hi' }));
    await scene.settle();
    expect(scene.events('push-message')).toMatchObject([{ resource: on, body: 'hi' }]);
    expect(scene.bodies('dead')).toHaveLength(1);
  });

  test('only an endpoint that exists may subscribe', async () => {
    const { client, device } = await application();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    const subscribe = (Endpoint: string) =>
      client.send(new SubscribeCommand({ TopicArn, Protocol: 'application', Endpoint }));
    const gone = `${await device('token')}0`;
    await expect(subscribe(gone)).rejects.toThrow('Endpoint Reason: Endpoint does not exist');
    await expect(subscribe(APPLICATION)).rejects.toThrow('ApplicationEndpoint arn invalid');
  });
});

test('applications and endpoints outlive the engine', async () => {
  const { scene, device } = await application();
  const EndpointArn = await device('token');
  const later = new Scene();
  for (const change of scene.sns.snapshot()) later.sns.restore(change);
  const { Attributes } = await later.client().send(new GetEndpointAttributesCommand({ EndpointArn }));
  expect(Attributes).toMatchObject({ Token: 'token' });
  await expect(later.client().send(new ListPlatformApplicationsCommand({}))).resolves.toMatchObject({
    PlatformApplications: [{ PlatformApplicationArn: APPLICATION }],
  });
});
