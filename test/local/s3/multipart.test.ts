import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { failure, newS3, withBucket } from './fixture.ts';

const Bucket = 'media';
const Key = 'big.bin';
const five = Buffer.alloc(5 * 1024 * 1024, 'a');
const tail = Buffer.from('the end');
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

async function start(more: object = {}): Promise<string> {
  return (await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId!;
}

/** As clients start an upload that know no default checksums. */
async function startPlain(): Promise<string> {
  const answer = await s3.send({ method: 'POST', url: `/${Bucket}/${Key}?uploads` });
  return /<UploadId>(.*)<\/UploadId>/.exec(answer.body as string)![1]!;
}

async function upload(UploadId: string, PartNumber: number, Body: Buffer, more: object = {}): Promise<CompletedPart> {
  const { $metadata: _, ...part } = await s3.client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }),
  );
  return { ...part, PartNumber };
}

const complete = (UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  s3.client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

const base64 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.toString('base64');
};

describe('a multipart upload', () => {
  test('becomes one object, with the ETag of its parts', async () => {
    const UploadId = await start({ ContentType: 'video/mp4', Metadata: { a: '1' } });
    const parts = [await upload(UploadId, 1, five), await upload(UploadId, 5, tail)];
    const { ETag } = await complete(UploadId, parts);
    expect(ETag).toBe(`"${md5(Buffer.concat([md5(five), md5(tail)])).toString('hex')}-2"`);
    const found = await s3.client.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${five.length - 2}-` }));
    expect(await found.Body!.transformToString()).toBe('aathe end');
    expect(found).toMatchObject({ ContentType: 'video/mp4', Metadata: { a: '1' } });
  });

  test('shows one part by its number', async () => {
    const UploadId = await start();
    await complete(UploadId, [await upload(UploadId, 1, five), await upload(UploadId, 2, tail)]);
    const found = await s3.client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect(await found.Body!.transformToString()).toBe('the end');
    expect(found).toMatchObject({
      PartsCount: 2,
      ContentRange: `bytes ${five.length}-${five.length + 6}/${five.length + 7}`,
    });
    const head = s3.client.send(new HeadObjectCommand({ Bucket, Key, PartNumber: 3 }));
    expect(await failure(head)).toMatchObject({ $metadata: { httpStatusCode: 416 } });
  });

  test('takes the last upload of a part', async () => {
    const UploadId = await start();
    await upload(UploadId, 1, Buffer.from('first'));
    await complete(UploadId, [await upload(UploadId, 1, tail)]);
    expect((await s3.client.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(7);
  });

  test('completed again gives the same answer, since the first may have been lost', async () => {
    const UploadId = await start();
    const parts = [await upload(UploadId, 1, tail)];
    const first = await complete(UploadId, parts);
    expect((await complete(UploadId, parts)).ETag).toBe(first.ETag);
    expect(s3.s3.bucket(Bucket).versions.get(Key)).toHaveLength(1);
  });

  test('copies parts from objects', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
    const UploadId = await start();
    const copy = { Bucket, Key, UploadId, PartNumber: 1, CopySource: `${Bucket}/source` };
    const { CopyPartResult } = await s3.client.send(
      new UploadPartCopyCommand({ ...copy, CopySourceRange: 'bytes=2-4' }),
    );
    await complete(UploadId, [{ PartNumber: 1, ETag: CopyPartResult!.ETag }]);
    expect(await (await s3.client.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()).toBe('234');
    const beyond = s3.client.send(new UploadPartCopyCommand({ ...copy, CopySourceRange: 'bytes=5-10' }));
    expect(await failure(beyond)).toMatchObject({ name: 'NoSuchUpload' });
  });

  test('lists its parts page by page, and itself among the uploads', async () => {
    const UploadId = await start();
    for (const number of [3, 1, 2]) await upload(UploadId, number, tail);
    const first = await s3.client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    const PartNumberMarker = first.NextPartNumberMarker;
    const rest = await s3.client.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker }));
    expect(rest.Parts!.map(({ PartNumber }) => PartNumber)).toEqual([3]);
    const { Uploads } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads).toMatchObject([{ Key, UploadId }]);
  });

  test('tells when a lifecycle rule will abort it', async () => {
    const rule = (ID: string, Prefix: string, DaysAfterInitiation: number) => ({
      ID,
      Status: 'Enabled' as const,
      Filter: { Prefix },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation },
    });
    const LifecycleConfiguration = { Rules: [rule('late', 'big', 7), rule('early', '', 2), rule('other', 'x', 1)] };
    await s3.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    const upload = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const told = { AbortDate: new Date('2026-01-03T00:00:00Z'), AbortRuleId: 'early' };
    expect(upload).toMatchObject(told);
    const { UploadId } = upload;
    expect(await s3.client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).toMatchObject(told);
  });

  test('is gone once aborted, with its bytes', async () => {
    const UploadId = await start();
    const part = await upload(UploadId, 1, tail);
    await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect(await failure(complete(UploadId, [part]))).toMatchObject({ name: 'NoSuchUpload' });
    expect(await failure(upload(UploadId, 2, tail))).toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('completing is refused', () => {
  test.each<[string, (parts: CompletedPart[]) => CompletedPart[], string]>([
    ['without parts', () => [], 'InvalidRequest'],
    ['with parts out of order', ([a, b]) => [b!, a!], 'InvalidPartOrder'],
    ['with a part twice', ([a]) => [a!, a!], 'InvalidPartOrder'],
    ['with an unknown part', ([a]) => [a!, { ...a!, PartNumber: 9 }], 'InvalidPart'],
    ['with a wrong ETag', ([a]) => [{ ...a!, ETag: '"nope"' }], 'InvalidPart'],
    ['with a small part before the last', ([, b, c]) => [b!, c!], 'EntityTooSmall'],
  ])('%s', async (_what, choose, name) => {
    const UploadId = await start();
    const parts = [await upload(UploadId, 1, five), await upload(UploadId, 2, tail), await upload(UploadId, 3, tail)];
    expect(await failure(complete(UploadId, choose(parts)))).toMatchObject({ name });
    expect(s3.s3.bucket(Bucket).uploads.has(UploadId)).toBe(true);
  });

  test('for a part number out of range, at the part', async () => {
    expect(await failure(upload(await start(), 10_001, tail))).toMatchObject({
      name: 'InvalidArgument',
      message: 'Part number must be an integer between 1 and 10000, inclusive',
    });
  });

  test('without a document, as without parts', async () => {
    const UploadId = await start();
    const command = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId });
    expect(await failure(s3.client.send(command))).toMatchObject({ message: 'You must specify at least one part' });
  });

  test('where something else came to be under the key', async () => {
    const UploadId = await start();
    const parts = [await upload(UploadId, 1, tail)];
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    expect(await failure(complete(UploadId, parts, { IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  test('where the key was written meanwhile, though its condition holds', async () => {
    const { ETag } = await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const UploadId = await start();
    const parts = [await upload(UploadId, 1, tail)];
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const conflict = { name: 'ConditionalRequestConflict', Condition: 'If-Match', $metadata: { httpStatusCode: 409 } };
    expect(await failure(complete(UploadId, parts, { IfMatch: ETag }))).toMatchObject(conflict);
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await failure(complete(UploadId, parts, { IfNoneMatch: '*' }))).toMatchObject({
      name: 'ConditionalRequestConflict',
      Condition: 'If-None-Match',
    });
    expect(await complete(UploadId, parts)).toMatchObject({ Key });
  });
});

describe('checksums of parts', () => {
  test('combine to that of the whole object', async () => {
    const UploadId = await start({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const parts = [await upload(UploadId, 1, five), await upload(UploadId, 2, tail)];
    expect(await complete(UploadId, parts)).toMatchObject({
      ChecksumCRC32: base64(crc32(Buffer.concat([five, tail]))),
      ChecksumType: 'FULL_OBJECT',
    });
  });

  test('make a composite with the number of parts', async () => {
    const UploadId = await start({ ChecksumAlgorithm: 'SHA256' });
    const more = { ChecksumAlgorithm: 'SHA256' };
    const parts = [await upload(UploadId, 1, five, more), await upload(UploadId, 2, tail, more)];
    const { ChecksumSHA256 } = await complete(UploadId, parts);
    expect(ChecksumSHA256).toBe(`${sha(Buffer.concat([sha(five), sha(tail)])).toString('base64')}-2`);
    const about = new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectParts'] });
    const { ObjectParts } = await s3.client.send(about);
    expect(ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      Parts: [{ PartNumber: 1, Size: five.length }, { Size: 7 }],
    });
  });

  test('must be named when a composite upload is completed', async () => {
    const UploadId = await start({ ChecksumAlgorithm: 'CRC32' });
    const { ETag, PartNumber } = await upload(UploadId, 1, tail);
    expect(await failure(complete(UploadId, [{ ETag, PartNumber }]))).toMatchObject({
      name: 'InvalidRequest',
      message:
        'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
    });
  });

  test('must be of the kind the upload was started with', async () => {
    const UploadId = await start({ ChecksumAlgorithm: 'SHA1' });
    expect(await failure(upload(UploadId, 1, tail, { ChecksumAlgorithm: 'SHA256' }))).toMatchObject({
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha1, actual checksum Type: sha256',
    });
  });

  test('of an upload without an algorithm make a CRC64NVME, whatever the parts came with', async () => {
    const UploadId = await startPlain();
    const part = await upload(UploadId, 1, tail, { ChecksumAlgorithm: 'CRC32' });
    expect(part.ChecksumCRC32).toBe(base64(crc32(tail)));
    const { Parts, ChecksumAlgorithm } = await s3.client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect([ChecksumAlgorithm, Object.keys(Parts![0]!)]).toEqual([
      undefined,
      expect.not.arrayContaining(['ChecksumCRC32']),
    ]);
    const done = await complete(UploadId, [part]);
    expect(done).toMatchObject({ ChecksumCRC64NVME: expect.any(String), ChecksumType: 'FULL_OBJECT' });
    expect(done.ChecksumCRC32).toBeUndefined();
  });

  test.each(['MD5', 'SHA512'] as const)('by %s make a composite, never a whole', async (algorithm) => {
    const digest = (bytes: Buffer) => createHash(algorithm.toLowerCase()).update(bytes).digest();
    const whole = start({ ChecksumAlgorithm: algorithm, ChecksumType: 'FULL_OBJECT' });
    expect(await failure(whole)).toMatchObject({
      name: 'InvalidRequest',
      message: `The FULL_OBJECT checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    });
    const UploadId = await start({ ChecksumAlgorithm: algorithm });
    const named = (bytes: Buffer) => ({ [`Checksum${algorithm}`]: digest(bytes).toString('base64') });
    const parts = [await upload(UploadId, 1, five, named(five)), await upload(UploadId, 2, tail, named(tail))];
    expect(parts[1]).toMatchObject(named(tail));
    const composite = `${digest(Buffer.concat([digest(five), digest(tail)])).toString('base64')}-2`;
    expect(await complete(UploadId, parts)).toMatchObject({
      [`Checksum${algorithm}`]: composite,
      ChecksumType: 'COMPOSITE',
    });
  });

  test('are of a type that exists', async () => {
    expect(await failure(start({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'HALF' }))).toMatchObject({
      name: 'InvalidRequest',
      message: 'Value for x-amz-checksum-type header is invalid.',
    });
  });

  test.each([
    ['a wrong checksum', { ChecksumSHA256: sha(five).toString('base64') }, 'BadDigest', 'The SHA256 you specified'],
    ['what is no checksum', { ChecksumSHA256: 'bad' }, 'InvalidRequest', 'Value for x-amz-checksum-sha256'],
    ['one by another algorithm', { ChecksumCRC32: base64(1) }, 'InvalidRequest', 'Checksum Type mismatch occurred'],
    ['another type', { ChecksumType: 'FULL_OBJECT' }, 'InvalidRequest', 'The upload was created using the COMPOSITE'],
  ])('keep an upload from being completed with %s for the whole', async (_what, more, name, message) => {
    const UploadId = await start({ ChecksumAlgorithm: 'SHA256' });
    const parts = [await upload(UploadId, 1, tail, { ChecksumAlgorithm: 'SHA256' })];
    expect(await failure(complete(UploadId, parts, more))).toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    const composite = `${sha(sha(tail)).toString('base64')}-1`;
    expect(await complete(UploadId, parts, { ChecksumSHA256: composite, ChecksumType: 'COMPOSITE' })).toMatchObject({
      ChecksumSHA256: composite,
    });
  });

  test('of the whole count for nothing where the upload named no algorithm', async () => {
    const UploadId = await startPlain();
    const parts = [await upload(UploadId, 1, tail)];
    const ChecksumSHA512 = createHash('sha512').update(tail).digest('base64');
    expect(await failure(complete(UploadId, parts, { ChecksumSHA512 }))).toMatchObject({
      message: 'Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: sha512',
    });
    const done = await complete(UploadId, parts, { ChecksumSHA256: sha(five).toString('base64') });
    expect(done).toMatchObject({ ChecksumCRC64NVME: expect.any(String), ChecksumType: 'FULL_OBJECT' });
  });

  test('are told with single parts of a composite', async () => {
    const UploadId = await start({ ChecksumAlgorithm: 'CRC32' });
    const parts = [await upload(UploadId, 1, five), await upload(UploadId, 2, tail)];
    await complete(UploadId, parts);
    const answer = await s3.send({ method: 'HEAD', url: `/${Bucket}/${Key}?partNumber=2` });
    const last = base64(crc32(tail));
    expect(answer.headers).toMatchObject({ 'x-amz-checksum-crc32': last, 'x-amz-checksum-type': 'COMPOSITE' });
    const found = await s3.client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect([found.ChecksumCRC32, await found.Body!.transformToString()]).toEqual([last, 'the end']);
  });

  test('of the whole are no word on single parts', async () => {
    const UploadId = await start({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    await complete(UploadId, [await upload(UploadId, 1, five), await upload(UploadId, 2, tail)]);
    const head = new HeadObjectCommand({ Bucket, Key, PartNumber: 2, ChecksumMode: 'ENABLED' });
    expect((await s3.client.send(head)).ChecksumCRC32).toBeUndefined();
  });

  test('of a composite stand in the attributes without the number of parts', async () => {
    const UploadId = await start({ ChecksumAlgorithm: 'SHA256' });
    const { ChecksumSHA256 } = await complete(UploadId, [
      await upload(UploadId, 1, tail, { ChecksumAlgorithm: 'SHA256' }),
    ]);
    const about = new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum'] });
    const { Checksum } = await s3.client.send(about);
    expect(`${Checksum!.ChecksumSHA256}-1`).toBe(ChecksumSHA256);
  });
});

describe('the list of uploads', () => {
  const list = (more: object = {}) => s3.client.send(new ListMultipartUploadsCommand({ Bucket, ...more }));

  test('tells where the next page would start, even where there is none', async () => {
    expect(await list()).toMatchObject({ NextKeyMarker: '', NextUploadIdMarker: '', IsTruncated: false });
    const UploadId = await start();
    expect(await list()).toMatchObject({ NextKeyMarker: Key, NextUploadIdMarker: UploadId, IsTruncated: false });
  });

  test('refuses the id of another key as marker', async () => {
    const UploadId = await start();
    expect(await failure(list({ KeyMarker: 'a', UploadIdMarker: UploadId }))).toMatchObject({
      name: 'InvalidArgument',
      message: 'Invalid uploadId marker',
    });
  });
});

test.each(['0', '-1', '10001', 'x', ''])('%j is no number of a part', async (partNumber) => {
  const UploadId = await start();
  const url = `/${Bucket}/${Key}?partNumber=${partNumber}&uploadId=${UploadId}`;
  const answer = await s3.send({ method: 'PUT', url, body: tail });
  expect([answer.status, answer.body]).toEqual([
    400,
    expect.stringContaining('Part number must be an integer between 1 and 10000, inclusive'),
  ]);
});

test.each(['partNumber=1', 'partNumber=1&uploadId='])('%s is no part of anything, nor an object', async (query) => {
  const answer = await s3.send({ method: 'PUT', url: `/${Bucket}/${Key}?${query}`, body: tail });
  expect([answer.status, answer.body]).toEqual([
    400,
    expect.stringContaining('This operation does not accept partNumber without uploadId'),
  ]);
  expect(s3.s3.bucket(Bucket).versions.size).toBe(0);
});
