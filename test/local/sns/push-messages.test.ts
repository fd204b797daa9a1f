import {
  CreateTopicCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetPlatformApplicationAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { APPLICATION, platformApplication } from './platform.ts';
import { queueArn } from './scene.ts';

describe('push messages', () => {
  test('end in the journal, in the text for their platform', async () => {
    const { scene, client, endpoint } = await platformApplication();
    const TargetArn = await endpoint('token');
    const Message = JSON.stringify({ default: 'hi', APNS: '{"aps":{"alert":"hi"}}' });
    const { MessageId } = await client.send(new PublishCommand({ TargetArn, Message, MessageStructure: 'json' }));
    expect(scene.events('push-message')).toMatchObject([
      { resource: TargetArn, messageId: MessageId, body: '{"aps":{"alert":"hi"}}' },
    ]);
  });

  test('have at most 262,144 bytes, attributes included', async () => {
    const { scene, client, endpoint } = await platformApplication();
    const TargetArn = await endpoint('token');
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
    const { client, endpoint } = await platformApplication();
    const TargetArn = await endpoint('token', { Enabled: 'false' });
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
    const { scene, client, endpoint } = await platformApplication();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    const [on, off] = [await endpoint('on'), await endpoint('off', { Enabled: 'false' })];
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
    const { client, endpoint } = await platformApplication();
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
    const subscribe = (Endpoint: string) =>
      client.send(new SubscribeCommand({ TopicArn, Protocol: 'application', Endpoint }));
    const gone = `${await endpoint('token')}0`;
    await expect(subscribe(gone)).rejects.toThrow('Endpoint Reason: Endpoint does not exist');
    await expect(subscribe(APPLICATION)).rejects.toThrow('ApplicationEndpoint arn invalid');
  });
});
