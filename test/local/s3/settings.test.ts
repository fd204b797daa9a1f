import {
  CreateBucketCommand,
  DeleteBucketWebsiteCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketRequestPaymentCommand,
  GetBucketWebsiteCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketRequestPaymentCommand,
  PutBucketWebsiteCommand,
  type LoggingEnabled,
  type WebsiteConfiguration,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { failure, newS3, withBucket } from './fixture.ts';

const Bucket = 'media';
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

describe('the website of a bucket', () => {
  const put = (website: WebsiteConfiguration) =>
    s3.client.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: website }));
  const get = () => s3.client.send(new GetBucketWebsiteCommand({ Bucket }));
  const index = { IndexDocument: { Suffix: 'index.html' } };
  const route = (rule: object) => ({ ...index, RoutingRules: [rule] }) as WebsiteConfiguration;

  test('comes back as it was put, until it is deleted', async () => {
    const given = {
      ...route({ Condition: { KeyPrefixEquals: 'a&b/' }, Redirect: { ReplaceKeyPrefixWith: 'c/' } }),
      ErrorDocument: { Key: 'error.html' },
    };
    await put(given);
    expect(await get()).toMatchObject(given);
    await s3.client.send(new DeleteBucketWebsiteCommand({ Bucket }));
    expect(await failure(get())).toMatchObject({ name: 'NoSuchWebsiteConfiguration', BucketName: Bucket });
  });

  test('comes back though its document has prefixes, comments and space between elements', async () => {
    const body = `<!-- ours --><s3:WebsiteConfiguration xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/">
      <s3:IndexDocument><s3:Suffix><![CDATA[a&b.html]]></s3:Suffix></s3:IndexDocument>
    </s3:WebsiteConfiguration>`;
    await s3.send({ method: 'PUT', url: `/${Bucket}?website`, body: Buffer.from(body) });
    expect((await s3.send({ url: `/${Bucket}?website` })).body).toContain(
      '><IndexDocument><Suffix>a&amp;b.html</Suffix></IndexDocument></WebsiteConfiguration>',
    );
    expect((await get()).IndexDocument).toEqual({ Suffix: 'a&b.html' });
  });

  test.each<[string, WebsiteConfiguration, object]>([
    [
      'an index in a folder',
      { IndexDocument: { Suffix: '/index.html' } },
      { message: 'The IndexDocument Suffix is not well formed', ArgumentValue: '/index.html' },
    ],
    ['nothing', {}, { ArgumentName: 'IndexDocument', ArgumentValue: 'null' }],
    [
      'a redirect of everything beside pages',
      { ...index, RedirectAllRequestsTo: { HostName: 'example.com' } },
      { ArgumentName: 'RedirectAllRequestsTo' },
    ],
    [
      'another protocol',
      { RedirectAllRequestsTo: { HostName: 'example.com', Protocol: 'ftp' as 'http' } },
      { name: 'InvalidRequest' },
    ],
    [
      'two replacements',
      route({ Redirect: { ReplaceKeyPrefixWith: 'a', ReplaceKeyWith: 'b' } }),
      { message: 'You can only define ReplaceKeyPrefix or ReplaceKey but not both.' },
    ],
    ['an empty condition', route({ Condition: {}, Redirect: { ReplaceKeyWith: 'b' } }), { name: 'InvalidRequest' }],
    ['no rules in their list', { ...index, RoutingRules: [] }, { name: 'MalformedXML' }],
  ])('is refused with %s', async (_what, website, refused) => {
    expect(await failure(put(website))).toMatchObject(refused);
  });
});

describe('the logging of a bucket', () => {
  const put = (enabled?: LoggingEnabled) =>
    s3.client.send(
      new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: enabled ? { LoggingEnabled: enabled } : {} }),
    );
  const get = async () => (await s3.client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled;

  test('comes back as it was put, and off', async () => {
    const Grantee = { Type: 'Group' as const, URI: 'http://acs.amazonaws.com/groups/global/AllUsers' };
    const TargetGrants = [{ Grantee, Permission: 'READ' as const }];
    const given = { TargetBucket: Bucket, TargetPrefix: 'log/', TargetGrants };
    await put(given);
    expect(await get()).toEqual(given);
    await put();
    expect(await get()).toBeUndefined();
  });

  test('goes to a bucket that is there, in the same region', async () => {
    expect(await failure(put({ TargetBucket: 'nowhere', TargetPrefix: '' }))).toMatchObject({
      name: 'InvalidTargetBucketForLogging',
      TargetBucket: 'nowhere',
    });
    const elsewhere = { LocationConstraint: 'eu-west-1' } as const;
    await s3.client.send(new CreateBucketCommand({ Bucket: 'logs', CreateBucketConfiguration: elsewhere }));
    expect(await failure(put({ TargetBucket: 'logs', TargetPrefix: '' }))).toMatchObject({
      name: 'CrossLocationLoggingProhibitted',
      TargetBucketLocation: 'eu-west-1',
    });
  });
});

test('acceleration is as it was put, and not for names with periods', async () => {
  const put = (bucket: string, Status: 'Enabled' | 'Suspended') =>
    s3.client.send(
      new PutBucketAccelerateConfigurationCommand({ Bucket: bucket, AccelerateConfiguration: { Status } }),
    );
  const get = async () => (await s3.client.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status;
  expect(await get()).toBeUndefined();
  await put(Bucket, 'Suspended');
  expect(await get()).toBe('Suspended');
  await s3.client.send(new CreateBucketCommand({ Bucket: 'with.dots' }));
  expect(await failure(put('with.dots', 'Enabled'))).toMatchObject({ name: 'InvalidRequest' });
  expect(await failure(put(Bucket, 'enabled' as 'Enabled'))).toMatchObject({ name: 'MalformedXML' });
});

test('who pays for requests is the owner until someone else is named', async () => {
  const put = (Payer: 'Requester') =>
    s3.client.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer } }));
  const get = async () => (await s3.client.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer;
  expect(await get()).toBe('BucketOwner');
  await put('Requester');
  expect(await get()).toBe('Requester');
  expect(await failure(put('Nobody' as 'Requester'))).toMatchObject({ name: 'MalformedXML' });
});
