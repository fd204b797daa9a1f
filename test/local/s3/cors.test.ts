import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { newS3, withBucket } from './fixture.ts';

const Bucket = 'media';
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

const allow = () =>
  s3.client.send(
    new PutBucketCorsCommand({
      Bucket,
      CORSConfiguration: {
        CORSRules: [
          {
            AllowedOrigins: ['https://*.example.com'],
            AllowedMethods: ['POST'],
            AllowedHeaders: ['x-*'],
            ExposeHeaders: ['ETag'],
          },
          { AllowedOrigins: ['*'], AllowedMethods: ['GET'] },
        ],
      },
    }),
  );

const ask = (origin: string, method: string, headers?: string) =>
  s3.send({
    method: 'OPTIONS',
    url: `/${Bucket}/a`,
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers === undefined ? {} : { 'access-control-request-headers': headers }),
    },
  });

describe('a preflight', () => {
  test('is answered by the first rule that fits', async () => {
    await allow();
    expect(await ask('https://app.example.com', 'POST', 'X-Upload')).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': 'https://app.example.com',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'x-upload',
      },
    });
    expect((await ask('https://anywhere.net', 'GET')).headers['access-control-allow-origin']).toBe('*');
  });

  test.each([
    ['another origin', 'https://example.org', 'POST', undefined],
    ['another method', 'https://app.example.com', 'DELETE', undefined],
    ['another header', 'https://app.example.com', 'POST', 'authorization'],
  ])('from %s is forbidden', async (_what, origin, method, headers) => {
    await allow();
    expect((await ask(origin, method, headers)).status).toBe(403);
  });

  test.each([
    ['a bucket without rules', Bucket, 'CORS is not enabled for this bucket.'],
    ['no bucket', 'absent', 'Bucket not found'],
  ])('for %s is forbidden, whatever it asks', async (_what, bucket, why) => {
    const { status, body } = await s3.send({
      method: 'OPTIONS',
      url: `/${bucket}/a`,
      headers: { origin: 'https://a' },
    });
    expect(status).toBe(403);
    expect(body).toContain(`<Message>CORSResponse: ${why}</Message>`);
    expect(body).toContain('<Method>OPTIONS</Method><ResourceType>BUCKET</ResourceType>');
  });

  test.each([
    ['its origin', {}, 'Insufficient information. Origin request header needed.'],
    ['its method', { origin: 'https://a' }, 'Invalid Access-Control-Request-Method: null'],
  ])('without %s is a bad request', async (_what, headers, message) => {
    await allow();
    const { status, body } = await s3.send({ method: 'OPTIONS', url: `/${Bucket}/a`, headers });
    expect([status, body]).toEqual([400, expect.stringContaining(`<Code>BadRequest</Code><Message>${message}`)]);
  });
});

test('an answer carries what its browser needs, also when it is an error', async () => {
  await allow();
  const answer = await s3.send({ url: `/${Bucket}/nothing`, headers: { origin: 'https://anywhere.net' } });
  expect(answer).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': '*' } });
});

test('a request that asks what a preflight would is answered as one', async () => {
  await allow();
  const get = (headers: Record<string, string>) =>
    s3.send({ url: `/${Bucket}/nothing`, headers: { origin: 'https://anywhere.net', ...headers } });
  const allowed = { 'access-control-allow-origin': '*' };
  expect((await get({ 'access-control-request-method': 'POST' })).headers).not.toMatchObject(allowed);
  expect((await get({ 'access-control-request-headers': 'x-a' })).headers).not.toMatchObject(allowed);
  expect((await get({ 'x-a': '1' })).headers).toMatchObject(allowed);
});
