import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  UploadPartCommand,
  type ServerSideEncryptionByDefault,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { failure, newS3, withBucket } from './fixture.ts';

const Bucket = 'media';
const Key = 'a';
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

const md5 = (text: string) => createHash('md5').update(text).digest();
const put = (more: object = {}) => s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
const head = (more: object = {}) => s3.client.send(new HeadObjectCommand({ Bucket, Key, ...more }));
const get = (more: object = {}) => s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }));

describe('a key of the customer', () => {
  const customer = (letter: string) => ({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: letter.repeat(32) });
  const told = { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: md5('k'.repeat(32)).toString('base64') };

  test('opens its object, and none other does', async () => {
    expect(await put(customer('k'))).toMatchObject(told);
    const found = await get(customer('k'));
    expect(found).toMatchObject(told);
    expect([await found.Body!.transformToString(), found.ServerSideEncryption]).toEqual(['x', undefined]);
    expect(await failure(get(customer('l')))).toMatchObject({ name: 'AccessDenied' });
    expect(await failure(get())).toMatchObject({
      name: 'InvalidRequest',
      message:
        'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    });
    expect(await failure(head())).toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  test('may be blocked by the bucket, and let in again', async () => {
    const block = (EncryptionType: ('SSE-C' | 'NONE')[]) => {
      const ServerSideEncryptionConfiguration = { Rules: [{ BlockedEncryptionTypes: { EncryptionType } }] };
      return s3.client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    };
    await put(customer('k'));
    await block(['SSE-C']);
    const kept = await s3.client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(kept.ServerSideEncryptionConfiguration!.Rules).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
        BucketKeyEnabled: false,
      },
    ]);
    expect(await failure(put(customer('k')))).toMatchObject({ name: 'AccessDenied' });
    const start = new CreateMultipartUploadCommand({ Bucket, Key, ...customer('k') });
    expect(await failure(s3.client.send(start))).toMatchObject({ name: 'AccessDenied' });
    expect(await get(customer('k'))).toMatchObject(told);
    await put();
    await block(['NONE']);
    await put(customer('k'));
  });

  test('is not for an object that needs none', async () => {
    await put();
    expect(await failure(get(customer('k')))).toMatchObject({
      message: 'The encryption parameters are not applicable to this object.',
    });
  });

  test('of the source comes along with a copy', async () => {
    await put(customer('k'));
    const copy = (more: object) =>
      s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/${Key}`, ...more }));
    expect(await failure(copy({}))).toMatchObject({ name: 'InvalidRequest' });
    const source = { CopySourceSSECustomerAlgorithm: 'AES256', CopySourceSSECustomerKey: 'k'.repeat(32) };
    expect(await copy(source)).toMatchObject({ ServerSideEncryption: 'AES256' });
    expect((await head({ Key: 'b' })).ETag).toBe(`"${md5('x').toString('hex')}"`);
  });

  test('comes with every part of an upload', async () => {
    const create = new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32', ...customer('k') });
    const { UploadId } = await s3.client.send(create);
    const part = (more: object) =>
      s3.client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x', ...more }));
    expect(await failure(part({}))).toMatchObject({
      message:
        'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
    });
    expect(await failure(part(customer('l')))).toMatchObject({
      message: 'The provided encryption parameters did not match the ones used originally.',
    });
    const { ETag, ChecksumCRC32 } = await part(customer('k'));
    const MultipartUpload = { Parts: [{ ETag, ChecksumCRC32, PartNumber: 1 }] };
    await s3.client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
    expect(await head(customer('k'))).toMatchObject(told);
  });

  const prefix = 'x-amz-server-side-encryption-customer-';
  const key = Buffer.from('k'.repeat(32)).toString('base64');
  test.each<[string, Record<string, string>, string]>([
    ['an algorithm alone', { algorithm: 'AES256' }, 'must provide an appropriate secret key.'],
    ['a key alone', { key }, 'must provide a valid encryption algorithm.'],
    ['no MD5', { algorithm: 'AES256', key }, 'must provide the client calculated MD5 of the secret key.'],
    [
      'another MD5',
      { algorithm: 'AES256', key, 'key-md5': md5('l').toString('base64') },
      'The calculated MD5 hash of the key did not match the hash that was provided.',
    ],
    [
      'a short key',
      { algorithm: 'AES256', key: 'a2V5', 'key-md5': md5('key').toString('base64') },
      'The secret key was invalid for the specified algorithm.',
    ],
    ['another algorithm', { algorithm: 'AES128', key }, 'The Encryption request you specified is not valid.'],
  ])('is refused with %s', async (_what, given, message) => {
    const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [prefix + name, value]));
    const answer = await s3.send({ method: 'PUT', url: `/${Bucket}/${Key}`, headers, body: Buffer.from('x') });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining(message)]);
  });
});

describe('the account’s KMS key', () => {
  const arn = expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f-]{36}$/) as string;

  test('is told with what it encrypts, whose ETag is no MD5', async () => {
    const { ETag, ...answer } = await put({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });
    expect(answer).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn, BucketKeyEnabled: true });
    expect(ETag).not.toBe(`"${md5('x').toString('hex')}"`);
    expect(await head()).toMatchObject({ ETag, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn });
  });

  test('is that of what its bucket says nothing else about', async () => {
    const byDefault = (given: ServerSideEncryptionByDefault, BucketKeyEnabled = true) => {
      const Rules = [{ ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled }];
      const configuration = { Bucket, ServerSideEncryptionConfiguration: { Rules } };
      return s3.client.send(new PutBucketEncryptionCommand(configuration));
    };
    await byDefault({ SSEAlgorithm: 'aws:kms' });
    const found = await s3.client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(found.ServerSideEncryptionConfiguration).toEqual({
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
    });
    expect(await put()).toMatchObject({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });
    expect(await put({ ServerSideEncryption: 'AES256' })).toMatchObject({ ServerSideEncryption: 'AES256' });
    await s3.client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect(await put()).toMatchObject({ ServerSideEncryption: 'AES256' });
    expect(await failure(byDefault({ SSEAlgorithm: 'AES256', KMSMasterKeyID: 'k' }))).toMatchObject({
      name: 'InvalidArgument',
      ArgumentName: 'ApplyServerSideEncryptionByDefault',
    });
    expect(await failure(byDefault({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' }))).toMatchObject({
      name: 'NotSimulated',
    });
  });

  test('lets an object be copied onto itself, to be encrypted otherwise', async () => {
    await put();
    const copy = { Bucket, Key, CopySource: `${Bucket}/${Key}` };
    await s3.client.send(new CopyObjectCommand({ ...copy, ServerSideEncryption: 'aws:kms' }));
    expect(await head()).toMatchObject({ ServerSideEncryption: 'aws:kms' });
    await s3.client.send(new CopyObjectCommand({ ...copy, ServerSideEncryption: 'AES256' }));
    expect((await head()).ETag).toBe(`"${md5('x').toString('hex')}"`);
  });
});
