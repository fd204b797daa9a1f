import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type ObjectLockRetention,
  type ObjectLockRule,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { failure, newS3 } from './fixture.ts';

const Bucket = 'vault';
const Key = 'a';
const day = 86_400_000;
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = newS3();
  await s3.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
});

const inDays = (days: number) => new Date(s3.clock.now() + days * day);
const put = async (more: object = {}) =>
  (await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }))).VersionId!;
const governed = (days = 2) => put({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(days) });
const remove = (VersionId: string, more: object = {}) =>
  s3.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId, ...more }));
const retain = (Retention: ObjectLockRetention, more: object = {}) =>
  s3.client.send(new PutObjectRetentionCommand({ Bucket, Key, Retention, ...more }));
const head = (more: object = {}) => s3.client.send(new HeadObjectCommand({ Bucket, Key, ...more }));
const configure = (Rule?: ObjectLockRule, bucket = Bucket) =>
  s3.client.send(
    new PutObjectLockConfigurationCommand({
      Bucket: bucket,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...(Rule !== undefined && { Rule }) },
    }),
  );

const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

describe('a version under retention', () => {
  test('cannot be deleted before its time, and can after', async () => {
    const version = await governed();
    expect(await failure(remove(version))).toMatchObject(denied);
    const Delete = { Objects: [{ Key, VersionId: version }] };
    const { Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Errors).toMatchObject([{ Key, VersionId: version, Code: 'AccessDenied' }]);
    await s3.clock.advance(2 * day);
    await remove(version);
    expect(await failure(head({ VersionId: version }))).toMatchObject({ name: 'NotFound' });
  });

  test('can be hidden behind a delete marker', async () => {
    const version = await governed();
    expect(await s3.client.send(new DeleteObjectCommand({ Bucket, Key }))).toMatchObject({ DeleteMarker: true });
    expect(await head({ VersionId: version })).toMatchObject({ ObjectLockMode: 'GOVERNANCE' });
  });

  test('of governance gives way to those who may bypass it, of compliance to nobody', async () => {
    await remove(await governed(), { BypassGovernanceRetention: true });
    const kept = await put({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(2) });
    expect(await failure(remove(kept, { BypassGovernanceRetention: true }))).toMatchObject(denied);
  });

  test('needs a permission to be bypassed', async () => {
    s3 = newS3({
      authorize: ({ action }) => {
        if (action === 's3:BypassGovernanceRetention') throw new AwsError('AccessDenied', 'no', { status: 403 });
      },
    });
    await s3.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    expect(await failure(remove(await governed(), { BypassGovernanceRetention: true }))).toMatchObject(denied);
  });

  test('may be retained longer by anyone, and less or otherwise only by a bypass', async () => {
    await governed(2);
    await retain({ Mode: 'GOVERNANCE', RetainUntilDate: inDays(3) });
    const less = { Mode: 'GOVERNANCE', RetainUntilDate: inDays(1) } as const;
    expect(await failure(retain(less))).toMatchObject(denied);
    expect(await failure(retain({ Mode: 'COMPLIANCE', RetainUntilDate: inDays(3) }))).toMatchObject(denied);
    await retain(less, { BypassGovernanceRetention: true });
    expect(await head()).toMatchObject({ ObjectLockRetainUntilDate: inDays(1) });
    await retain({}, { BypassGovernanceRetention: true });
    const after = s3.client.send(new GetObjectRetentionCommand({ Bucket, Key }));
    expect(await failure(after)).toMatchObject({ name: 'NoSuchObjectLockConfiguration' });
  });

  test('outlives what a lifecycle rule says', async () => {
    const version = await governed(30);
    await put();
    const rule = {
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    } as const;
    await s3.client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }),
    );
    await s3.clock.advance(5 * day);
    expect(await head({ VersionId: version })).toMatchObject({ ContentLength: 1 });
  });
});

describe('a legal hold', () => {
  const hold = (Status: 'ON' | 'OFF') =>
    s3.client.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status } }));

  test('keeps a version until it is lifted, whoever asks', async () => {
    const version = await put({ ObjectLockLegalHoldStatus: 'ON' });
    expect(await failure(remove(version, { BypassGovernanceRetention: true }))).toMatchObject(denied);
    await hold('OFF');
    expect(await head()).toMatchObject({ ObjectLockLegalHoldStatus: 'OFF' });
    await remove(version);
  });

  test('that was never put is not there', async () => {
    await put();
    const command = new GetObjectLegalHoldCommand({ Bucket, Key });
    expect(await failure(s3.client.send(command))).toMatchObject({ name: 'NoSuchObjectLockConfiguration' });
    await hold('ON');
    expect(await s3.client.send(command)).toMatchObject({ LegalHold: { Status: 'ON' } });
  });
});

describe('a copy', () => {
  test('is not locked as its source was', async () => {
    await governed();
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/${Key}` }));
    expect((await head({ Key: 'b' })).ObjectLockMode).toBeUndefined();
  });
});

describe('the configuration of a bucket', () => {
  test('locks new versions that bring no retention of their own', async () => {
    await configure({ DefaultRetention: { Mode: 'COMPLIANCE', Days: 3 } });
    await put();
    expect(await head()).toMatchObject({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(3) });
    await governed(9);
    expect(await head()).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(9) });
    const { ObjectLockConfiguration } = await s3.client.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3 } },
    });
  });

  test('can be put on a bucket that is there, once its versions are kept', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket: 'plain' }));
    expect(await failure(configure(undefined, 'plain'))).toMatchObject({
      name: 'InvalidBucketState',
      message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    });
    const versioning = { Bucket: 'plain', VersioningConfiguration: { Status: 'Enabled' } } as const;
    await s3.client.send(new PutBucketVersioningCommand(versioning));
    await configure(undefined, 'plain');
  });

  test('keeps versioning as it is', async () => {
    const command = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } });
    expect(await failure(s3.client.send(command))).toMatchObject({ name: 'InvalidBucketState' });
  });

  test.each<[string, ObjectLockRule]>([
    ['neither days nor years', { DefaultRetention: { Mode: 'GOVERNANCE' } }],
    ['both days and years', { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1, Years: 1 } }],
    ['no mode', { DefaultRetention: { Days: 1 } }],
    ['no retention', {}],
  ])('is refused with %s', async (_what, rule) => {
    expect(await failure(configure(rule))).toMatchObject({ name: 'MalformedXML' });
  });
});

describe('a lock is refused', () => {
  test('where the bucket locks nothing', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket: 'plain' }));
    const missing = { name: 'InvalidRequest', message: 'Bucket is missing Object Lock Configuration' };
    const hold = { Bucket: 'plain', Key, Body: 'x', ObjectLockLegalHoldStatus: 'ON' } as const;
    expect(await failure(s3.client.send(new PutObjectCommand(hold)))).toMatchObject(missing);
    await s3.client.send(new PutObjectCommand({ Bucket: 'plain', Key, Body: 'x' }));
    const none = new GetObjectLockConfigurationCommand({ Bucket: 'plain' });
    expect(await failure(s3.client.send(none))).toMatchObject({ name: 'ObjectLockConfigurationNotFoundError' });
    const about = { Bucket: 'plain', Key };
    expect(await failure(s3.client.send(new GetObjectRetentionCommand(about)))).toMatchObject(missing);
    const bypass = { ...about, BypassGovernanceRetention: false };
    expect(await failure(s3.client.send(new DeleteObjectCommand(bypass)))).toMatchObject({
      name: 'InvalidArgument',
      ArgumentName: 'x-amz-bypass-governance-retention',
    });
  });

  test.each<[string, () => object, string]>([
    ['a time that is past', () => ({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(-1) }), 'future'],
    ['a mode alone', () => ({ ObjectLockMode: 'GOVERNANCE' }), 'must both be supplied'],
    ['an unknown mode', () => ({ ObjectLockMode: 'X', ObjectLockRetainUntilDate: inDays(1) }), 'wormMode'],
    ['an unknown hold', () => ({ ObjectLockLegalHoldStatus: 'MAYBE' }), "either of 'ON' or 'OFF'"],
  ])('with %s', async (_what, lock, message) => {
    const refused = { name: 'InvalidArgument', message: expect.stringContaining(message) as string };
    expect(await failure(put(lock()))).toMatchObject(refused);
  });
});
