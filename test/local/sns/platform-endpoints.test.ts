import {
  DeleteEndpointCommand,
  GetEndpointAttributesCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListPlatformApplicationsCommand,
  SetEndpointAttributesCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { APPLICATION, platformApplication } from './platform.ts';
import { Scene } from './scene.ts';

describe('platform endpoints', () => {
  test('are enabled and have their token', async () => {
    const { client, endpoint, endpointAttributes } = await platformApplication();
    const arn = await endpoint('token', { CustomUserData: 'mine' });
    expect(arn).toMatch(/^arn:aws:sns:us-east-1:123456789012:endpoint\/APNS\/ios\/[\da-f-]{36}$/);
    const attributes = { Enabled: 'true', Token: 'token', CustomUserData: 'mine' };
    expect(await endpointAttributes(arn)).toEqual(attributes);
    const list = new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn: APPLICATION });
    expect((await client.send(list)).Endpoints).toEqual([{ EndpointArn: arn, Attributes: attributes }]);
  });

  test('a token has one endpoint, unless it is asked for with other attributes', async () => {
    const { endpoint } = await platformApplication();
    const arn = await endpoint('token');
    expect(await endpoint('token')).toBe(arn);
    await expect(endpoint('token', { CustomUserData: 'other' })).rejects.toThrow(
      `Invalid parameter: Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
    );
  });

  test('one does not take the token of another, and may be given its own', async () => {
    const { client, endpoint, endpointAttributes } = await platformApplication();
    const [first, second] = [await endpoint('first'), await endpoint('second')];
    const set = (EndpointArn: string, Token: string) =>
      client.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Token, CustomUserData: 'new' } }));
    await expect(set(second, 'first')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: Token Reason: Endpoint ${first} already exists with the same Token, but different attributes.`,
    });
    expect(await endpointAttributes(second)).toEqual({ Enabled: 'true', Token: 'second' });
    await set(second, 'second');
    expect(await endpointAttributes(second)).toMatchObject({ Token: 'second', CustomUserData: 'new' });
  });

  test.each([
    [{ Nothing: '1' }, 'Invalid attribute name: Nothing'],
    [{ Token: '' }, 'Invalid value for attribute: Token'],
    [{ Enabled: 'maybe' }, 'Invalid value for attribute: Enabled'],
    [{ CustomUserData: 'x'.repeat(2049) }, 'Invalid value for attribute: CustomUserData'],
  ])('%.30j is refused', async (attributes, message) => {
    const { endpoint } = await platformApplication();
    await expect(endpoint('token', attributes as Record<string, string>)).rejects.toThrow(
      `Invalid parameter: Attributes Reason: ${message}`,
    );
  });

  test('are changed and deleted; deleting one again is no error', async () => {
    const { client, endpoint, endpointAttributes } = await platformApplication();
    const EndpointArn = await endpoint('token');
    await client.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Token: 'new' } }));
    expect(await endpointAttributes(EndpointArn)).toMatchObject({ Token: 'new' });
    await client.send(new DeleteEndpointCommand({ EndpointArn }));
    await client.send(new DeleteEndpointCommand({ EndpointArn }));
    await expect(endpointAttributes(EndpointArn)).rejects.toThrow('Endpoint does not exist');
  });
});

test('applications and endpoints outlive the engine', async () => {
  const { scene, endpoint } = await platformApplication();
  const EndpointArn = await endpoint('token');
  const later = new Scene();
  for (const change of scene.sns.snapshot()) later.sns.restore(change);
  const { Attributes } = await later.client().send(new GetEndpointAttributesCommand({ EndpointArn }));
  expect(Attributes).toMatchObject({ Token: 'token' });
  await expect(later.client().send(new ListPlatformApplicationsCommand({}))).resolves.toMatchObject({
    PlatformApplications: [{ PlatformApplicationArn: APPLICATION }],
  });
});
