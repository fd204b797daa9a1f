import {
  DeletePlatformApplicationCommand,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  ListPlatformApplicationsCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { APPLICATION, CREDENTIALS, platformApplication } from './platform.ts';

describe('platform applications', () => {
  test('are enabled, and keep no credentials', async () => {
    const { client } = await platformApplication();
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
    const { create } = await platformApplication();
    const words = typeof message === 'string' ? message : expect.stringMatching(message);
    await expect(create(name, platform, attributes as Record<string, string>)).rejects.toMatchObject({
      message: words,
    });
  });

  test('Firebase takes a key without a principal', async () => {
    const { create } = await platformApplication();
    await expect(create('android', 'GCM', { PlatformCredential: 'key' })).resolves.toMatchObject({
      PlatformApplicationArn: 'arn:aws:sns:us-east-1:123456789012:app/GCM/android',
    });
  });

  test('creating one again gives its ARN, unless with something else', async () => {
    const { create } = await platformApplication();
    expect((await create('ios')).PlatformApplicationArn).toBe(APPLICATION);
    await expect(create('ios', 'APNS', { ...CREDENTIALS, Enabled: 'false' })).rejects.toThrow(
      'An application with the same name but different properties already exists',
    );
  });

  test('creating one again compares attributes in any order', async () => {
    const { create } = await platformApplication();
    const [team, bundle] = [{ ApplePlatformTeamID: 'team' }, { ApplePlatformBundleID: 'bundle' }];
    const first = await create('mac', 'APNS', { ...CREDENTIALS, ...team, ...bundle });
    const again = await create('mac', 'APNS', { ...bundle, ...team, ...CREDENTIALS });
    expect(again.PlatformApplicationArn).toBe(first.PlatformApplicationArn);
  });

  test('one that is gone is NotFound, and its endpoints are gone with it; deleting it again is no error', async () => {
    const { client, endpoint } = await platformApplication();
    const EndpointArn = await endpoint('token');
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
    const { client } = await platformApplication();
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
