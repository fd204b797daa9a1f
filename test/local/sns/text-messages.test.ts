import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreateTopicCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListOriginationNumbersCommand,
  ListPhoneNumbersOptedOutCommand,
  ListSMSSandboxPhoneNumbersCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetSMSAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { Scene } from './scene.ts';

const PHONE = '+15555550100';

test('the settings of text messages begin with a limit of one dollar, and keep what is set', async () => {
  const client = new Scene().client();
  const get = async (...attributes: string[]) =>
    (await client.send(new GetSMSAttributesCommand(attributes.length > 0 ? { attributes } : {}))).attributes;
  expect(await get()).toEqual({ MonthlySpendLimit: '1' });
  await client.send(new SetSMSAttributesCommand({ attributes: { DefaultSMSType: 'Transactional' } }));
  expect(await get()).toEqual({ MonthlySpendLimit: '1', DefaultSMSType: 'Transactional' });
  expect(await get('DefaultSMSType', 'DefaultSenderID')).toEqual({ DefaultSMSType: 'Transactional' });
});

test('they outlive the engine', async () => {
  const scene = new Scene();
  await scene.client().send(new SetSMSAttributesCommand({ attributes: { DefaultSenderID: 'me' } }));
  const later = new Scene();
  for (const change of scene.sns.snapshot()) later.sns.restore(change);
  expect((await later.client().send(new GetSMSAttributesCommand({}))).attributes).toMatchObject({
    DefaultSenderID: 'me',
  });
});

test.each([
  [{ Nothing: '1' }, 'Nothing is not a valid attribute'],
  [{ DefaultSMSType: 'Loud' }, 'DefaultSMSType is invalid'],
])('the settings %j are refused', async (given, message) => {
  const attributes = given as Record<string, string>;
  await expect(new Scene().client().send(new SetSMSAttributesCommand({ attributes }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message,
  });
});

test('no number is ever opted out', async () => {
  const client = new Scene().client();
  await client.send(new OptInPhoneNumberCommand({ phoneNumber: PHONE }));
  await expect(client.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: PHONE }))).resolves.toMatchObject({
    isOptedOut: false,
  });
  await expect(client.send(new ListPhoneNumbersOptedOutCommand({}))).resolves.toMatchObject({ phoneNumbers: [] });
  await expect(client.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: 'one' }))).rejects.toThrow(
    'Invalid parameter: PhoneNumber Reason: input incorrectly formatted',
  );
});

test('the account is out of the sandbox, and has no numbers of its own', async () => {
  const client = new Scene().client();
  await expect(client.send(new GetSMSSandboxAccountStatusCommand({}))).resolves.toMatchObject({ IsInSandbox: false });
  await expect(client.send(new ListSMSSandboxPhoneNumbersCommand({}))).resolves.toMatchObject({ PhoneNumbers: [] });
  await expect(client.send(new ListOriginationNumbersCommand({}))).resolves.toMatchObject({ PhoneNumbers: [] });
});

test('a text message, alone or by a topic, ends in the journal in the text for phones', async () => {
  const scene = new Scene();
  const client = scene.client();
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+1-555/555.0100' }));
  const content = { Message: JSON.stringify({ default: 'long', sms: 'short' }), MessageStructure: 'json' };
  await client.send(new PublishCommand({ PhoneNumber: PHONE, ...content }));
  await client.send(new PublishCommand({ TopicArn, ...content }));
  await scene.settle();
  expect(scene.events('text-message')).toMatchObject([
    { resource: PHONE, body: 'short' },
    { resource: '+1-555/555.0100', body: 'short' },
  ]);
});

test('a text message has at most 1,600 characters in the text for phones', async () => {
  const scene = new Scene();
  const client = scene.client();
  const publish = (sms: string) =>
    client.send(
      new PublishCommand({
        PhoneNumber: PHONE,
        Message: JSON.stringify({ default: 'x'.repeat(2000), sms }),
        MessageStructure: 'json',
      }),
    );
  await expect(publish('é'.repeat(1600))).resolves.toHaveProperty('MessageId');
  await expect(publish('é'.repeat(1601))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid parameter: Message too long: a text message has at most 1600 characters, this one 1601',
  });
  expect(scene.events('text-message')).toHaveLength(1);
});
