import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  RestoreObjectCommand,
  type RestoreRequest,
  type StorageClass,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { failure, newS3 } from './fixture.ts';

const about = { Bucket: 'media', Key: 'a' };
const hour = 3_600_000;
let s3: ReturnType<typeof newS3>;

const put = (StorageClass: StorageClass) =>
  s3.client.send(new PutObjectCommand({ ...about, Body: 'film', StorageClass }));
const restore = async (RestoreRequest: RestoreRequest = { Days: 1 }) =>
  (await s3.client.send(new RestoreObjectCommand({ ...about, RestoreRequest }))).$metadata.httpStatusCode;
const get = async () => (await s3.client.send(new GetObjectCommand(about))).Body!.transformToString();
const told = async () => (await s3.client.send(new HeadObjectCommand(about))).Restore;

beforeEach(async () => {
  s3 = newS3();
  await s3.client.send(new CreateBucketCommand({ Bucket: about.Bucket }));
});

describe('an archived object', () => {
  test('is there for some days, once its retrieval has taken its time', async () => {
    await put('GLACIER');
    expect(await told()).toBeUndefined();
    expect(await restore()).toBe(202);
    expect(await told()).toBe('ongoing-request="true"');
    expect(await failure(restore())).toMatchObject({
      name: 'RestoreAlreadyInProgress',
      $metadata: { httpStatusCode: 409 },
    });
    expect(await failure(get())).toMatchObject({ name: 'InvalidObjectState' });
    await s3.clock.advance(3 * hour);
    expect(await told()).toBe('ongoing-request="false", expiry-date="Sat, 03 Jan 2026 00:00:00 GMT"');
    expect(await get()).toBe('film');
    await s3.client.send(new CopyObjectCommand({ Bucket: about.Bucket, Key: 'b', CopySource: 'media/a' }));
    await s3.clock.advance(48 * hour);
    expect(await told()).toBeUndefined();
    expect(await failure(get())).toMatchObject({ name: 'InvalidObjectState' });
  });

  test('says in lists how far its restoring is, if they are asked for it', async () => {
    await put('GLACIER');
    await restore();
    const list = async (more: object) => {
      const { Contents } = await s3.client.send(new ListObjectsV2Command({ Bucket: about.Bucket, ...more }));
      return Contents![0]!.RestoreStatus;
    };
    const asked = { OptionalObjectAttributes: ['RestoreStatus'] };
    expect(await list(asked)).toEqual({ IsRestoreInProgress: true });
    await s3.clock.advance(3 * hour);
    const RestoreExpiryDate = new Date('2026-01-03T00:00:00Z');
    expect(await list(asked)).toEqual({ IsRestoreInProgress: false, RestoreExpiryDate });
    expect(await list({})).toBeUndefined();
  });

  test('stays longer if it is asked for again', async () => {
    await put('GLACIER');
    await restore({ Days: 1, GlacierJobParameters: { Tier: 'Expedited' } });
    await s3.clock.advance(60_000);
    expect(await restore({ Days: 5 })).toBe(200);
    expect(await told()).toContain('expiry-date="Wed, 07 Jan 2026 00:00:00 GMT"');
  });
});

test.each<[string, StorageClass, RestoreRequest, object]>([
  [
    'what is not archived',
    'STANDARD',
    { Days: 1 },
    { name: 'InvalidObjectState', message: "Restore is not allowed for the object's current storage class" },
  ],
  [
    'a deep archive in minutes',
    'DEEP_ARCHIVE',
    { Days: 1, Tier: 'Expedited' },
    { message: 'Retrieval option is not supported by this storage class' },
  ],
  ['no time', 'GLACIER', {}, { name: 'MalformedXML' }],
  ['an unknown tier', 'GLACIER', { Days: 1, Tier: 'Slow' as 'Bulk' }, { name: 'MalformedXML' }],
])('a restore is refused for %s', async (_what, storageClass, request, refused) => {
  await put(storageClass);
  expect(await failure(restore(request))).toMatchObject(refused);
});
