import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clientOptions } from '../sdk.ts';
import { newS3 } from './fixture.ts';
import type { WireResponse } from '../../../local/services/service.ts';

const Bucket = 'media';
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = newS3();
  // The signers of the SDK read the process's clock.
  vi.useFakeTimers({ toFake: ['Date'], now: s3.clock.now() });
  await s3.client.send(new CreateBucketCommand({ Bucket }));
});

afterEach(() => vi.useRealTimers());

const code = ({ body }: WireResponse) => /<Code>(\w+)<\/Code>/.exec(body as string)?.[1];
const message = ({ body }: WireResponse) =>
  /<Message>([^<]+)<\/Message>/.exec(body as string)?.[1]?.replaceAll('&apos;', "'");

const getUrl = (Key: string, expiresIn = 300) =>
  getSignedUrl(s3.client, new GetObjectCommand({ Bucket, Key }), { expiresIn });

async function post(fields: Record<string, string>, file = 'film', fileName = 'my film.mp4'): Promise<WireResponse> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([file]), fileName);
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type')! };
  return s3.send({ method: 'POST', url: `/${Bucket}`, headers, body: Buffer.from(await request.arrayBuffer()) });
}

describe('a presigned URL', () => {
  test.each(['a.mp4', 'grüße + (1)/%2F.mp4'])('lets anyone get %s', async (Key) => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    expect((await s3.send({ url: await getUrl(Key) })).status).toBe(200);
  });

  test('lets anyone put, with the headers that were signed and those in its query', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'up', ContentType: 'video/mp4', Metadata: { owner: 'u-1' } });
    const url = await getSignedUrl(s3.client, command, { signableHeaders: new Set(['content-type']) });
    const put = (type: string) =>
      s3.send({ method: 'PUT', url, headers: { 'content-type': type }, body: Buffer.from('x') });
    expect(code(await put('text/html'))).toBe('SignatureDoesNotMatch');
    expect((await put('video/mp4')).status).toBe(200);
    const { ContentType, Metadata } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'up' }));
    expect({ ContentType, Metadata }).toEqual({ ContentType: 'video/mp4', Metadata: { owner: 'u-1' } });
  });

  test('ends when its time is up', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const url = await getUrl('a', 60);
    await s3.clock.advance(60_000);
    expect((await s3.send({ url })).status).toBe(200);
    await s3.clock.advance(1);
    const late = await s3.send({ url });
    expect([late.status, code(late), message(late)]).toEqual([403, 'AccessDenied', 'Request has expired']);
  });

  test.each([
    ['another key', (url: string) => url.replace('/media/a', '/media/b'), 'SignatureDoesNotMatch'],
    ['a longer life', (url: string) => url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000'), 'SignatureDoesNotMatch'],
    [
      'a life of more than a week',
      (url: string) => url.replace('X-Amz-Expires=300', 'X-Amz-Expires=604801'),
      'AuthorizationQueryParametersError',
    ],
    ['another parameter', (url: string) => `${url}&versionId=1`, 'SignatureDoesNotMatch'],
    ['an unknown access key', (url: string) => url.replace('AKIAIOSFODNN7EXAMPLE', 'AKIANOBODY'), 'InvalidAccessKeyId'],
    ['no signature', (url: string) => url.replace(/&X-Amz-Signature=\w+/, ''), 'AuthorizationQueryParametersError'],
  ])('changed to %s is refused', async (_what, change, expected) => {
    expect(code(await s3.send({ url: change(await getUrl('a')) }))).toBe(expected);
  });

  test('is for one method', async () => {
    const answer = await s3.send({ method: 'DELETE', url: await getUrl('a') });
    expect(code(answer)).toBe('SignatureDoesNotMatch');
  });

  test('takes no header of S3 that was not signed', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const answer = await s3.send({ url: await getUrl('a'), headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(message(answer)).toBe('There were headers present in the request which were not signed');
  });

  test('works for a bucket in the host name', async () => {
    const client = new S3Client({ ...clientOptions(s3.service), endpoint: 'http://localhost:4566' });
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const url = new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'a' })));
    const answer = await s3.send({ url: url.href, path: url.pathname, headers: { host: url.host } });
    expect([url.host, answer.status]).toEqual(['media.localhost:4566', 200]);
  });
});

describe('a presigned URL of version 2', () => {
  const secret = 'secret';
  const hmac = (text: string) => createHmac('sha1', secret).update(text).digest('base64');
  const sign = (method: string, resource: string, amz = '', type = '') => {
    const expires = String(s3.clock.now() / 1000 + 60);
    const Signature = hmac(`${method}\n\n${type}\n${expires}\n${amz}${resource}`);
    return new URLSearchParams({ AWSAccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Signature, Expires: expires }).toString();
  };

  test('gets and puts as the one of version 4', async () => {
    const query = sign('PUT', '/media/a%20b', 'x-amz-meta-by:ada\n', 'video/mp4');
    const headers = { 'content-type': 'video/mp4', 'x-amz-meta-by': 'ada' };
    const url = `/media/a%20b?${query}`;
    expect((await s3.send({ method: 'PUT', url, headers, body: Buffer.from('x') })).status).toBe(200);
    const found = await s3.send({ url: `/media/a%20b?${sign('GET', '/media/a%20b')}` });
    expect([found.status, found.headers['x-amz-meta-by']]).toEqual([200, 'ada']);
    const loose = { ...headers, 'x-amz-meta-by': 'eve' };
    expect(code(await s3.send({ method: 'PUT', url, headers: loose }))).toBe('SignatureDoesNotMatch');
  });

  test('takes headers that were moved into its query', async () => {
    const query = `${sign('PUT', '/media/a', 'x-amz-meta-by:ada\n', 'video/mp4')}&x-amz-meta-by=ada&content-type=video%2Fmp4`;
    expect((await s3.send({ method: 'PUT', url: `/media/a?${query}`, body: Buffer.from('x') })).status).toBe(200);
    const { Metadata, ContentType } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect([Metadata, ContentType]).toEqual([{ by: 'ada' }, 'video/mp4']);
  });

  test('signs the bucket in the host name and the parameters that choose what is answered', async () => {
    const query = sign('GET', '/media/?versioning');
    const host = 'media.localhost:4566';
    const answer = await s3.send({ url: `http://${host}/?versioning&${query}`, headers: { host } });
    expect(answer.status).toBe(200);
    expect((await s3.send({ url: `/media?list-type=2&${sign('GET', '/media/')}` })).status).toBe(200);
  });

  test('ends when its time is up', async () => {
    const url = `/media/a?${sign('GET', '/media/a')}`;
    await s3.clock.advance(60_001);
    expect(message(await s3.send({ url }))).toBe('Request has expired');
  });

  test('needs all its parameters', async () => {
    const query = sign('GET', '/media/a').replace(/&Expires=\d+/, '');
    expect(message(await s3.send({ url: `/media/a?${query}` }))).toBe(
      'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    );
  });

  test('has its counterpart in forms', async () => {
    const expiration = new Date(s3.clock.now() + 60_000).toISOString();
    const conditions = [{ bucket: Bucket }, { key: 'a' }];
    const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
    const fields = { key: 'a', AWSAccessKeyId: 'AKIAIOSFODNN7EXAMPLE', policy, signature: hmac(policy) };
    expect((await post(fields)).status).toBe(204);
    expect(code(await post({ ...fields, signature: 'nope' }))).toBe('SignatureDoesNotMatch');
    const { AWSAccessKeyId: _, ...nameless } = fields;
    expect(message(await post(nameless))).toContain("must contain a field named 'AWSAccessKeyId'");
  });
});

describe('a presigned post', () => {
  const Conditions: PresignedPostOptions['Conditions'] = [
    ['content-length-range', 1, 10],
    ['starts-with', '$Content-Type', 'video/'],
  ];
  const presign = (more: Partial<PresignedPostOptions> = {}) =>
    createPresignedPost(s3.client, { Bucket, Key: 'raw/1.mp4', Conditions, Expires: 300, ...more });

  test('uploads what its policy allows', async () => {
    const { fields } = await presign();
    const answer = await post({ ...fields, 'Content-Type': 'video/mp4' });
    expect(answer.status).toBe(204);
    const found = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'raw/1.mp4' }));
    expect([await found.Body!.transformToString(), found.ContentType]).toEqual(['film', 'video/mp4']);
  });

  test.each<[string, (fields: Record<string, string>) => Record<string, string>, string, string]>([
    ['a file too large', (fields) => fields, 'x'.repeat(11), 'EntityTooLarge'],
    ['an empty file', (fields) => fields, '', 'EntityTooSmall'],
    ['another type', (fields) => ({ ...fields, 'Content-Type': 'text/html' }), 'film', 'AccessDenied'],
    ['another key', (fields) => ({ ...fields, key: 'raw/2.mp4' }), 'film', 'AccessDenied'],
    ['a field nobody allowed', (fields) => ({ ...fields, 'x-amz-meta-a': '1' }), 'film', 'AccessDenied'],
    [
      'another policy',
      (fields) => ({ ...fields, Policy: Buffer.from('{}').toString('base64') }),
      'film',
      'SignatureDoesNotMatch',
    ],
    ['no policy', ({ Policy: _policy, ...fields }) => fields, 'film', 'AccessDenied'],
  ])('refuses %s', async (_what, change, file, expected) => {
    const { fields } = await presign();
    expect(code(await post(change({ ...fields, 'Content-Type': 'video/mp4' }), file))).toBe(expected);
    expect(s3.s3.bucket(Bucket).versions.size).toBe(0);
  });

  test('has its checksum among the fields', async () => {
    const wanted = createHash('sha256').update('film').digest('base64');
    const { fields } = await presign({ Fields: { 'x-amz-checksum-sha256': wanted }, Conditions: [] });
    expect(code(await post(fields, 'fake'))).toBe('BadDigest');
    const answer = await post(fields);
    expect([answer.status, answer.headers['x-amz-checksum-sha256']]).toEqual([204, wanted]);
  });

  test('names the key that it lacks, before it looks at its policy', async () => {
    const { fields } = await presign();
    const { key: _, ...others } = fields;
    const answer = await post(others);
    expect([answer.status, message(answer)]).toEqual([
      400,
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    ]);
  });

  test('names the field that its signature lacks', async () => {
    const { fields } = await presign();
    const { 'X-Amz-Signature': _, ...unsigned } = fields;
    const answer = await post(unsigned);
    expect([answer.status, message(answer)]).toEqual([
      400,
      "Bucket POST must contain a field named 'X-Amz-Signature'.  If it is specified, please check the order of the fields.",
    ]);
  });

  test('ends when its time is up', async () => {
    const { fields } = await presign();
    await s3.clock.advance(300_001);
    const answer = await post({ ...fields, 'Content-Type': 'video/mp4' });
    expect(message(answer)).toBe('Invalid according to Policy: Policy expired.');
  });

  test('is for one bucket', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket: 'other' }));
    const { fields } = await createPresignedPost(s3.client, { Bucket: 'other', Key: 'raw/1.mp4', Conditions });
    expect(code(await post({ ...fields, 'Content-Type': 'video/mp4' }))).toBe('AccessDenied');
  });

  test('fills the file name into its key', async () => {
    const { fields } = await presign({ Key: 'raw/${filename}', Conditions: [] });
    expect((await post(fields, 'film', '../../a b.mp4')).status).toBe(204);
    expect([...s3.s3.bucket(Bucket).versions.keys()]).toEqual(['raw/a b.mp4']);
  });

  test('answers with a document when asked', async () => {
    const { fields } = await presign({ Fields: { success_action_status: '201' }, Conditions: [] });
    const answer = await post(fields);
    expect([answer.status, /<Key>(.*)<\/Key>/.exec(answer.body as string)?.[1]]).toEqual([201, 'raw/1.mp4']);
  });

  test('needs a file', async () => {
    const body = Buffer.from('--b\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n--b--\r\n');
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const answer = await s3.send({ method: 'POST', url: `/${Bucket}`, headers, body });
    expect(message(answer)).toBe('POST requires exactly one file upload per request.');
  });
});

test.each([
  ['of another kind', 'Bearer abc', '', 'Unsupported Authorization Type'],
  ['without a signature', 'AWS abc', '', 'AWS authorization header is invalid.  Expected AwsAccessKeyId:signature'],
  ['beside a presigned URL', 'AWS a:b', '?AWSAccessKeyId=a&Signature=b&Expires=1', 'Only one auth mechanism allowed; '],
])('an Authorization header %s is refused', async (_what, authorization, query, message) => {
  const answer = await s3.send({ url: `/${Bucket}/a${query}`, headers: { authorization } });
  expect([answer.status, code(answer)]).toEqual([400, 'InvalidArgument']);
  expect(answer.body).toContain(`<Message>${message}`);
});
