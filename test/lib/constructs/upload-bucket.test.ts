import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { UploadBucket } from '../../../lib/constructs/upload-bucket.ts';
import { BlockedByCors, fromPage } from '../../local/s3/browser.ts';
import { startAccount } from '../../local/s3/account.ts';
import { smallStack, templateOf } from '../small-stack.ts';

const page = 'https://shop.example.com';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const film = { videoId: '0f5b0cf7-2a93-5f97-854a-3fb5786b4055', contentType: 'video/mp4' } as const;

let account: Awaited<ReturnType<typeof startAccount>>;
let client: S3Client;
let bucket: string;
let uploadForm: typeof import('../../../lambdas/videos/upload-form.ts').uploadForm;

beforeAll(async () => {
  account = await startAccount();
  const stack = smallStack();
  new UploadBucket(stack, 'Uploads', { prefix: 'raw/', allowedOrigins: [page] });
  await account.deploy(templateOf(stack).toJSON());
  [bucket] = account.cloud.s3.store.buckets.keys() as unknown as [string];
  client = new S3Client({ region: 'us-east-1', endpoint: account.url, credentials, forcePathStyle: true });
  vi.stubEnv('UPLOAD_BUCKET', bucket);
  vi.stubEnv('UPLOAD_LIMIT_BYTES', '1000');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ENDPOINT_URL', account.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  ({ uploadForm } = await import('../../../lambdas/videos/upload-form.ts'));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await account.stop();
});

async function upload(origin: string, { progress, content = 'film' }: { progress: boolean; content?: string }) {
  const { url, fields } = await uploadForm(film);
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([content]));
  return fromPage(origin, url, { method: 'POST', body, progress });
}

describe('from a page of an allowed origin', () => {
  test.each([false, true])('the upload form goes through a browser, watched: %s', async (progress) => {
    const answer = await upload(page, { progress });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'POST',
      'access-control-allow-credentials': 'true',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
    const key = `raw/${film.videoId}`;
    const stored = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    expect([stored.ContentType, await stored.Body!.transformToString()]).toEqual(['video/mp4', 'film']);
  });

  test('a refusal of the form can be read, so that the page can say why', async () => {
    const answer = await upload(page, { progress: true, content: 'x'.repeat(1001) });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>EntityTooLarge</Code>')]);
  });

  test('nothing but the form is let through, not even a presigned PUT', async () => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: bucket, Key: 'raw/put' }));
    await expect(fromPage(page, url, { method: 'PUT', body: new Blob(['film']) })).rejects.toThrow(BlockedByCors);
  });
});

test('a page of another origin is blocked before it sends a byte, or else from the answer', async () => {
  await expect(upload('https://evil.example.com', { progress: true })).rejects.toThrow('POST from');
  await expect(upload('https://evil.example.com', { progress: false })).rejects.toThrow('the answer');
});
