import { CreateBucketCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { newS3 } from './fixture.ts';

const Bucket = 'media';
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = newS3();
  await s3.client.send(new CreateBucketCommand({ Bucket }));
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

  test('for a bucket without rules is forbidden', async () => {
    const answer = await ask('https://app.example.com', 'GET');
    expect([answer.status, answer.body]).toEqual([
      403,
      expect.stringContaining('CORS is not enabled for this bucket.'),
    ]);
  });
});

test('an answer carries what its browser needs, also when it is an error', async () => {
  await allow();
  const answer = await s3.send({ url: `/${Bucket}/nothing`, headers: { origin: 'https://anywhere.net' } });
  expect(answer).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': '*' } });
});
