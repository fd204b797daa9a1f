import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  DeleteObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { failure, newS3, withBucket } from './fixture.ts';

let s3: ReturnType<typeof newS3>;
const Bucket = 'media';
const put = (Key: string, Body: string | Buffer = 'body', more: object = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more: object = {}) => {
  const answer = await s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, text: await answer.Body!.transformToString() };
};

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

describe('an object', () => {
  test('comes back as it was put, with its headers and metadata', async () => {
    const given = {
      ContentType: 'video/mp4',
      CacheControl: 'no-store',
      Metadata: { owner: 'u-1' },
      Tagging: 'a=1&b=2',
    };
    const { ETag } = await put('raw/a.mp4', 'hello', given);
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(await get('raw/a.mp4')).toMatchObject({
      text: 'hello',
      ETag,
      ContentLength: 5,
      ContentType: 'video/mp4',
      CacheControl: 'no-store',
      Metadata: { owner: 'u-1' },
      TagCount: 2,
      ServerSideEncryption: 'AES256',
      AcceptRanges: 'bytes',
    });
  });

  test('has a default content type', async () => {
    await put('a');
    expect((await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).ContentType).toBe(
      'application/octet-stream',
    );
  });

  test('of a stream arrives whole, with a trailing checksum', async () => {
    const body = Buffer.alloc(300_000, 'x');
    const Body = Readable.from([body.subarray(0, 100_000), body.subarray(100_000)]);
    const answer = await s3.client.send(new PutObjectCommand({ Bucket, Key: 'big', Body, ContentLength: body.length }));
    expect(answer.ChecksumCRC32).toBeDefined();
    const { ContentLength, ContentEncoding } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'big' }));
    expect([ContentLength, ContentEncoding]).toEqual([300_000, undefined]);
  });

  test.each([
    'a b',
    'a+b',
    'a%2Fb',
    '100%25',
    'grüße/日本',
    '../../etc/passwd',
    './x',
    'a//b',
    'a/',
    '.',
    '..',
    "q'()*!",
    'x?y=z#f',
    '&<>"',
  ])('may have the key %j', async (Key) => {
    await put(Key, Key);
    expect((await get(Key)).text).toBe(Key);
    expect([...s3.s3.bucket(Bucket).versions.keys()]).toEqual([Key]);
  });

  test('may have a key of 1,024 bytes and no more', async () => {
    await put('k'.repeat(1024));
    expect(await failure(put('k'.repeat(1025)))).toMatchObject({
      name: 'KeyTooLongError',
      message: 'Your key is too long',
    });
  });

  test('that is not there is NoSuchKey', async () => {
    expect(await failure(get('nothing'))).toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      Key: 'nothing',
      $metadata: { httpStatusCode: 404 },
    });
    const head = s3.client.send(new HeadObjectCommand({ Bucket, Key: 'nothing' }));
    expect(await failure(head)).toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });

  test('hides from those who may not list whether it exists', async () => {
    s3 = newS3({
      authorize: ({ action }) => {
        if (action === 's3:ListBucket') throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
      },
    });
    await s3.client.send(new CreateBucketCommand({ Bucket }));
    expect(await failure(get('nothing'))).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  test('can be deleted twice', async () => {
    await put('a');
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(await failure(get('a'))).toMatchObject({ name: 'NoSuchKey' });
  });

  test.each([
    ['too much metadata', { Metadata: { a: 'x'.repeat(2048) } }, 'MetadataTooLarge'],
    ['an unknown storage class', { StorageClass: 'WARM' }, 'InvalidStorageClass'],
    ['the class of another kind of bucket', { StorageClass: 'EXPRESS_ONEZONE' }, 'NotSimulated'],
    ['a public ACL', { ACL: 'public-read' }, 'AccessControlListNotSupported'],
    ['a KMS key of one’s own', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'mine' }, 'NotSimulated'],
    ['eleven tags', { Tagging: Array.from({ length: 11 }, (_, i) => `k${i}=v`).join('&') }, 'BadRequest'],
    ['one tag twice', { Tagging: 'a=b&a=c' }, 'InvalidArgument'],
    ['an ETag that must not be there', { IfNoneMatch: '"etag"' }, 'NotImplemented'],
    ['an ACL', { GrantRead: `id=${'1'.repeat(64)}` }, 'AccessControlListNotSupported'],
  ])('with %s is refused', async (_what, given, name) => {
    expect(await failure(put('a', 'x', given))).toMatchObject({ name });
    expect(s3.s3.bucket(Bucket).versions.size).toBe(0);
  });
});

test('an archived object is there, but cannot be read or copied', async () => {
  await put('cold', 'x', { StorageClass: 'GLACIER' });
  expect(await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'cold' }))).toMatchObject({
    StorageClass: 'GLACIER',
  });
  expect(await failure(get('cold'))).toMatchObject({ name: 'InvalidObjectState', StorageClass: 'GLACIER' });
  const copy = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/cold` });
  expect(await failure(s3.client.send(copy))).toMatchObject({ name: 'InvalidObjectState' });
});

describe('a range', () => {
  beforeEach(() => put('digits', '0123456789'));

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
  ])('%s gives its bytes', async (Range, text, ContentRange) => {
    expect(await get('digits', { Range })).toMatchObject({ text, ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  test.each(['bytes=0-1,4-5', 'bytes=4-2', 'lines=1-2'])('%s gives the whole object', async (Range) => {
    expect(await get('digits', { Range })).toMatchObject({ text: '0123456789', $metadata: { httpStatusCode: 200 } });
  });

  test('beyond the end is not satisfiable', async () => {
    expect(await failure(get('digits', { Range: 'bytes=10-' }))).toMatchObject({
      name: 'InvalidRange',
      ActualObjectSize: '10',
      $metadata: { httpStatusCode: 416 },
    });
  });
});

describe('a read is refused before its key is looked for', () => {
  test.each<[object, string, string]>([
    [{ PartNumber: 0 }, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive'],
    [{ PartNumber: 10_001 }, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive'],
    [
      { PartNumber: 1, Range: 'bytes=0-1' },
      'InvalidRequest',
      'Cannot specify both Range header and partNumber query parameter',
    ],
    [{ ChecksumMode: 'SOME' }, 'InvalidRequest', 'Value for x-amz-checksum-mode header is invalid.'],
    [{ VersionId: 'no', PartNumber: 0 }, 'InvalidArgument', 'Invalid version id specified'],
  ])('for %j', async (more, name, message) => {
    expect(await failure(get('nothing', more))).toMatchObject({ name, message });
  });
});

describe('a conditional read', () => {
  const past = new Date(Date.UTC(2025, 0, 1));
  const future = new Date(Date.UTC(2027, 0, 1));
  let ETag: string;
  beforeEach(async () => {
    ETag = (await put('a', 'x')).ETag!;
  });

  test.each([
    ['another ETag', () => ({ IfMatch: '"nope"' }), 412],
    ['unmodified since before', () => ({ IfUnmodifiedSince: past }), 412],
    ['not this ETag', () => ({ IfNoneMatch: ETag }), 304],
    ['modified since then', () => ({ IfModifiedSince: new Date(s3.clock.now()) }), 304],
    ['modified since a time to come, which means nothing', () => ({ IfModifiedSince: future }), 200],
    ['its ETag, whatever the date', () => ({ IfMatch: ETag, IfUnmodifiedSince: past }), 200],
    ['not another ETag', () => ({ IfNoneMatch: '"nope"', IfModifiedSince: future }), 200],
  ])('for %s', async (_what, given, status) => {
    const answer = await get('a', given()).catch((error: Error) => error);
    expect(answer).toMatchObject({ $metadata: { httpStatusCode: status } });
  });
});

describe('a conditional write', () => {
  test('If-None-Match: * writes only where there is nothing', async () => {
    await put('a', '1', { IfNoneMatch: '*' });
    expect(await failure(put('a', '2', { IfNoneMatch: '*' }))).toMatchObject({ name: 'PreconditionFailed' });
    expect((await get('a')).text).toBe('1');
  });

  test('If-Match writes only over that version', async () => {
    const { ETag } = await put('a', '1');
    await put('a', '2', { IfMatch: ETag });
    expect(await failure(put('a', '3', { IfMatch: ETag }))).toMatchObject({ name: 'PreconditionFailed' });
    expect(await failure(put('b', '3', { IfMatch: ETag }))).toMatchObject({ name: 'NoSuchKey' });
  });

  test('of two at once only one succeeds', async () => {
    const runs = await Promise.allSettled([put('a', '1', { IfNoneMatch: '*' }), put('a', '2', { IfNoneMatch: '*' })]);
    expect(runs.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('checksums', () => {
  // Check values of the CRC catalogue, and of `printf 123456789 | openssl dgst`.
  test.each([
    ['CRC32', 'y/Q5Jg=='],
    ['CRC32C', '4waSgw=='],
    ['CRC64NVME', 'rosUhgp5mIg='],
    ['SHA1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
    ['SHA256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
    ['MD5', 'JfnnlDI7RTiF9RgfG2JNCw=='],
  ])('%s is checked and kept', async (algorithm, value) => {
    const member = `Checksum${algorithm}`;
    expect(await put('a', '123456789', { [member]: value })).toMatchObject({ [member]: value });
    expect(await get('a', { ChecksumMode: 'ENABLED' })).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await failure(put('b', 'other', { [member]: value }))).toMatchObject({
      name: 'BadDigest',
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
    expect(s3.s3.bucket(Bucket).versions.has('b')).toBe(false);
  });

  test('SHA512 is checked and kept, though clients cannot check it again', async () => {
    const ChecksumSHA512 = createHash('sha512').update('123456789').digest('base64');
    expect(await put('a', '123456789', { ChecksumSHA512 })).toMatchObject({ ChecksumSHA512 });
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ChecksumSHA512, ChecksumType: 'FULL_OBJECT' });
    expect(await failure(put('b', 'other', { ChecksumSHA512 }))).toMatchObject({ name: 'BadDigest' });
  });

  test.each([
    [
      { 'x-amz-sdk-checksum-algorithm': 'CRC32' },
      'no corresponding x-amz-checksum-* or x-amz-trailer headers were found',
    ],
    [
      { 'x-amz-sdk-checksum-algorithm': 'SHA256', 'x-amz-checksum-crc32': 'jNxRQw==' },
      'Value for x-amz-sdk-checksum-algorithm header is invalid.',
    ],
  ])('promised by %j must come along', async (headers, message) => {
    const answer = await s3.send({ method: 'PUT', url: '/media/a', headers, body: Buffer.from('x') });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining(message)]);
  });

  test('Content-MD5 is checked, and is no checksum to keep', async () => {
    expect(await put('b', 'x', { ChecksumAlgorithm: 'MD5' })).toMatchObject({ ChecksumCRC64NVME: expect.any(String) });
    expect(await failure(put('a', 'x', { ContentMD5: 'nonsense' }))).toMatchObject({ name: 'InvalidDigest' });
    expect(await failure(put('a', 'x', { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }))).toMatchObject({
      name: 'BadDigest',
    });
  });

  test.each([
    [{ 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' }, 'BadDigest'],
    [{ 'content-md5': 'nonsense' }, 'InvalidDigest'],
    [{ 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
    [{ 'x-amz-checksum-crc32': 'nonsense' }, 'InvalidRequest'],
    [{}, 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*'],
  ])('a list of objects to delete with %j deletes nothing', async (headers, error) => {
    await put('a');
    const body = Buffer.from('<Delete><Object><Key>a</Key></Object></Delete>');
    const answer = await s3.send({ method: 'POST', url: '/media?delete', headers, body });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining(error)]);
    expect((await get('a')).text).toBe('body');
  });

  test('a body that is not what was signed is refused', async () => {
    const headers = { 'x-amz-content-sha256': '0'.repeat(64), 'content-length': '1' };
    const answer = await s3.send({ method: 'PUT', url: '/media/a', headers, body: Buffer.from('x') });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('XAmzContentSHA256Mismatch') as string });
  });

  test('a body shorter than announced is refused', async () => {
    const answer = await s3.send({
      method: 'PUT',
      url: '/media/a',
      headers: { 'content-length': '5' },
      body: Buffer.from('x'),
    });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('IncompleteBody') as string });
  });
});

describe('a copy', () => {
  test('keeps metadata and tags, or replaces them', async () => {
    await put('a', 'x', { ContentType: 'text/plain', Metadata: { n: '1' }, Tagging: 't=1' });
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'media/a' }));
    expect(await get('b')).toMatchObject({ text: 'x', ContentType: 'text/plain', Metadata: { n: '1' }, TagCount: 1 });
    const replace = { MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE', Metadata: { n: '2' } } as const;
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: 'media/a', ...replace }));
    const copied = await get('c');
    expect(copied).toMatchObject({ Metadata: { n: '2' } });
    expect(copied.TagCount).toBeUndefined();
  });

  test('tells the type of a checksum that was asked for', async () => {
    await put('a', '123456789');
    const copy = async (more: object) =>
      (await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'media/a', ...more })))
        .CopyObjectResult!;
    const asked = await copy({ ChecksumAlgorithm: 'SHA1' });
    expect(asked).toMatchObject({ ChecksumSHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=', ChecksumType: 'FULL_OBJECT' });
    const { ChecksumCRC32, ChecksumType } = await copy({});
    expect([ChecksumCRC32, ChecksumType]).toEqual(['y/Q5Jg==', undefined]);
  });

  test('outlives its source', async () => {
    await put('a', 'x');
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: '/media/a' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect((await get('b')).text).toBe('x');
  });

  test('decodes the key of its source once', async () => {
    await put('a%2Fb', 'x');
    await s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `media/${encodeURIComponent('a%2Fb')}` }),
    );
    expect((await get('c')).text).toBe('x');
  });

  test('onto itself must change something', async () => {
    await put('a', 'x');
    const copy = s3.client.send(new CopyObjectCommand({ Bucket, Key: 'a', CopySource: 'media/a' }));
    expect(await failure(copy)).toMatchObject({ name: 'InvalidRequest' });
  });

  test('honours conditions on its source', async () => {
    await put('a', 'x');
    const copy = new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'media/a', CopySourceIfMatch: '"no"' });
    expect(await failure(s3.client.send(copy))).toMatchObject({ name: 'PreconditionFailed' });
  });
});

describe('versions', () => {
  beforeEach(() =>
    s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
  );

  test('each put makes one, and old ones stay readable', async () => {
    const first = await put('a', '1');
    const second = await put('a', '2');
    expect(first.VersionId).not.toBe(second.VersionId);
    expect((await get('a')).text).toBe('2');
    expect((await get('a', { VersionId: first.VersionId })).text).toBe('1');
  });

  test('a delete hides the object behind a marker, and deleting the marker brings it back', async () => {
    await put('a', '1');
    const marker = await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(marker).toMatchObject({ DeleteMarker: true });
    const missing = await failure(get('a'));
    expect(missing).toMatchObject({ name: 'NoSuchKey' });
    expect(missing.$response!.headers['x-amz-delete-marker']).toBe('true');
    expect(await failure(get('a', { VersionId: marker.VersionId }))).toMatchObject({ name: 'MethodNotAllowed' });
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: marker.VersionId }));
    expect((await get('a')).text).toBe('1');
  });

  test('deleting a version is for good', async () => {
    const { VersionId } = await put('a', '1');
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    expect(await failure(get('a', { VersionId }))).toMatchObject({ name: 'NoSuchVersion' });
    expect(await failure(get('a', { VersionId: 'made-up' }))).toMatchObject({ name: 'InvalidArgument' });
  });

  test('suspended, a put replaces only the null version', async () => {
    const { VersionId } = await put('a', '1');
    const suspend = { Bucket, VersioningConfiguration: { Status: 'Suspended' } } as const;
    await s3.client.send(new PutBucketVersioningCommand(suspend));
    await put('a', '2');
    expect((await put('a', '3')).VersionId).toBeUndefined();
    expect((await get('a')).VersionId).toBe('null');
    expect(
      s3.s3
        .bucket(Bucket)
        .versions.get('a')!
        .map(({ versionId }) => versionId),
    ).toEqual([VersionId, 'null']);
  });
});

test.each([
  ['its ETag', '"9dd4e461268c8034f5c8564e155c67a6"', undefined, 'NoSuchKey'],
  ['another ETag', '"nope"', 'PreconditionFailed', 'NoSuchKey'],
  ['any', '*', undefined, 'PreconditionFailed'],
])('a deletion only where the object has %s', async (_which, IfMatch, there, gone) => {
  const remove = (): Promise<string | undefined> =>
    s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch })).then(
      () => undefined,
      (error: Error) => error.name,
    );
  await put('a', 'x');
  expect(await remove()).toBe(there);
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  expect(await remove()).toBe(gone);
});

test('a deletion by size is for directory buckets', async () => {
  await put('a', 'x');
  const bySize = await s3.send({ method: 'DELETE', url: '/media/a', headers: { 'x-amz-if-match-size': '1' } });
  expect(bySize).toMatchObject({ status: 501, body: expect.stringContaining('NotImplemented') as string });
  const Delete = { Objects: [{ Key: 'a', Size: 1 }] };
  const { Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
  expect(Errors).toMatchObject([{ Key: 'a', Code: 'NotImplemented' }]);
});

test('a reply has ids as S3 gives them', async () => {
  const { headers } = (await failure(get('nowhere'))).$response!;
  expect(headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
  expect(headers['x-amz-id-2']).toMatch(/^[\w+/=]{76,}$/);
});

test('DeleteObjects deletes each on its own', async () => {
  await put('a\r\nb');
  await put('b');
  const Delete = { Objects: [{ Key: 'a\r\nb' }, { Key: 'b' }, { Key: 'never was' }] };
  const answer = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
  expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['a\r\nb', 'b', 'never was']);
  expect(s3.s3.bucket(Bucket).versions.size).toBe(0);
});

test('tags can be read, replaced and removed', async () => {
  await put('a', 'x', { Tagging: 'one=1' });
  await s3.client.send(
    new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }),
  );
  const read = async () => (await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))).TagSet;
  expect(await read()).toEqual([{ Key: 'k', Value: 'v' }]);
  await s3.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'a' }));
  expect(await read()).toEqual([]);
});

test('GetObjectAttributes gives what was asked for', async () => {
  await put('a', 'hello');
  const ObjectAttributes = ['ETag', 'ObjectSize', 'Checksum'] as const;
  const answer = await s3.client.send(
    new GetObjectAttributesCommand({ Bucket, Key: 'a', ObjectAttributes: [...ObjectAttributes] }),
  );
  expect(answer).toMatchObject({
    ETag: '5d41402abc4b2a76b9719d911017c592',
    ObjectSize: 5,
    Checksum: { ChecksumType: 'FULL_OBJECT' },
  });
  expect(answer.StorageClass).toBeUndefined();
  const wrong = new GetObjectAttributesCommand({ Bucket, Key: 'a', ObjectAttributes: ['Colour' as 'ETag'] });
  expect(await failure(s3.client.send(wrong))).toMatchObject({
    name: 'InvalidArgument',
    message: 'Invalid attribute name specified.',
    ArgumentValue: 'Colour',
  });
});

describe('a delete marker', () => {
  const marked = async () => {
    await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await put('a');
    return (await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))).VersionId!;
  };

  test('has no tags, whatever is asked of them', async () => {
    const VersionId = await marked();
    const Tagging = { TagSet: [] };
    for (const given of [{}, { VersionId }]) {
      const about = { Bucket, Key: 'a', ...given };
      for (const [Method, run] of Object.entries({
        GET: () => s3.client.send(new GetObjectTaggingCommand(about)),
        PUT: () => s3.client.send(new PutObjectTaggingCommand({ ...about, Tagging })),
        DELETE: () => s3.client.send(new DeleteObjectTaggingCommand(about)),
      })) {
        const refused = { name: 'MethodNotAllowed', Method, ResourceType: 'DeleteMarker' };
        expect(await failure(run())).toMatchObject(refused);
      }
    }
  });

  test('is no source of a copy, by its id or as what is current', async () => {
    const VersionId = await marked();
    const copy = (CopySource: string) => s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource }));
    expect(await failure(copy(`${Bucket}/a`))).toMatchObject({ name: 'NoSuchKey' });
    expect(await failure(copy(`${Bucket}/a?versionId=${VersionId}`))).toMatchObject({
      name: 'InvalidRequest',
      message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    });
  });
});

test('a version that is not there is no such version among many, whatever its id looks like', async () => {
  const VersionId = 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD';
  const one = s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
  expect(await failure(one)).toMatchObject({ name: 'InvalidArgument', message: 'Invalid version id specified' });
  const Delete = { Objects: [{ Key: 'a', VersionId }] };
  const { Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
  expect(Errors).toEqual([{ Key: 'a', VersionId, Code: 'NoSuchVersion', Message: expect.any(String) }]);
});

describe('a condition on a write', () => {
  test.each([
    [
      'If-None-Match',
      { IfNoneMatch: '"etag"' },
      "We don't accept the provided value of If-None-Match header for this API",
    ],
    ['If-Match', { IfMatch: '*' }, "We don't accept the provided value of If-Match header for this API"],
    [
      'If-Match,If-None-Match',
      { IfMatch: '"etag"', IfNoneMatch: '*' },
      'Multiple conditional request headers present in the request',
    ],
  ])('%s is refused with a value it cannot have', async (Header, given, additionalMessage) => {
    const refused = { name: 'NotImplemented', Header, additionalMessage, $metadata: { httpStatusCode: 501 } };
    expect(await failure(put('a', 'x', given))).toMatchObject(refused);
  });
});

describe('the tags of a header', () => {
  const tagged = async (Tagging: string) => {
    await put('a', 'x', { Tagging });
    const { TagSet } = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }));
    return Object.fromEntries(TagSet!.map(({ Key, Value }) => [Key, Value]));
  };

  test('need no values', async () => {
    expect(await tagged('one&&two=2')).toEqual({ one: '', two: '2' });
  });

  test.each(['a=1&a=2', 'a=1,b=2'])('are refused where they are not well formed: %s', async (Tagging) => {
    expect(await failure(tagged(Tagging))).toMatchObject({
      name: 'InvalidArgument',
      ArgumentName: 'x-amz-tagging',
      ArgumentValue: Tagging,
    });
  });
});

test('a range that turns out to be the whole object comes with its checksum', async () => {
  await put('a', '0123456789');
  const checksum = async (Range: string) => (await get('a', { Range, ChecksumMode: 'ENABLED' })).ChecksumCRC32;
  expect(await checksum('bytes=0-100')).toBeDefined();
  expect(await checksum('bytes=-15')).toBeDefined();
  expect(await checksum('bytes=0-8')).toBeUndefined();
});

describe('a website redirect', () => {
  const WebsiteRedirectLocation = '/elsewhere';
  const head = (Key: string) => s3.client.send(new HeadObjectCommand({ Bucket, Key }));

  test('is told with its object and never copied', async () => {
    await put('a', 'x', { WebsiteRedirectLocation, CacheControl: 'no-store' });
    expect(await head('a')).toMatchObject({ WebsiteRedirectLocation });
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
    const copied = await head('b');
    expect([copied.CacheControl, copied.WebsiteRedirectLocation]).toEqual(['no-store', undefined]);
  });

  test('leads to a place in the bucket or on the web', async () => {
    const refused = { name: 'InvalidRedirectLocation', $metadata: { httpStatusCode: 400 } };
    expect(await failure(put('a', 'x', { WebsiteRedirectLocation: 'elsewhere' }))).toMatchObject(refused);
    await put('a', 'x', { WebsiteRedirectLocation: 'https://example.com/' });
  });

  test('is a change that an object may be copied onto itself for', async () => {
    await put('a');
    const command = { Bucket, Key: 'a', CopySource: `${Bucket}/a` };
    await s3.client.send(new CopyObjectCommand({ ...command, WebsiteRedirectLocation }));
    expect(await head('a')).toMatchObject({ WebsiteRedirectLocation });
    expect(await failure(s3.client.send(new CopyObjectCommand(command)))).toMatchObject({ name: 'InvalidRequest' });
  });
});

test('headers of the answer are chosen by those who signed alone', async () => {
  await put('a');
  const url = `/${Bucket}/a?response-content-type=text%2Fhtml`;
  const answer = await s3.send({ url });
  expect([answer.status, answer.body]).toEqual([
    400,
    expect.stringContaining('Request specific response headers cannot be used for anonymous GET requests.'),
  ]);
  expect((await get('a', { ResponseContentType: 'text/html' })).ContentType).toBe('text/html');
});
