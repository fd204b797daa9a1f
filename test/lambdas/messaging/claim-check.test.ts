import { CreateBucketCommand, DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { claimKey, claimableOf, claimThresholdBytes, type Claim } from '../../../contracts/claims.ts';
import { envelopeOf } from '../../../contracts/envelope.ts';
import { envelope } from '../../../lambdas/messaging/envelope.ts';
import { newS3 } from '../../local/s3/fixture.ts';

const bucket = 'claims-of-ours';
let cloud: ReturnType<typeof newS3>;
let down: boolean;

vi.mock('../../../lambdas/messaging/aws/s3.ts', () => ({
  s3: {
    send: (command: never) => (down ? Promise.reject(new Error('unreachable')) : cloud.client.send(command)),
  },
}));

const report = z.object({ text: z.string() });
const whole = envelopeOf('report.filed', report);

/** A message of which the text alone takes so many bytes. */
const filed = (bytes: number) =>
  envelope({
    type: 'report.filed',
    subject: 'report-1',
    transition: 'filed',
    data: { text: 'é'.repeat(bytes / 2) },
    cause: { correlationId: 'c', causationId: 'r' },
    at: 0,
  });

const { deposit, redeem } = await (async () => {
  vi.stubEnv('CLAIM_BUCKET', bucket);
  return import('../../../lambdas/messaging/claim-check.ts');
})();

const keys = async () =>
  ((await cloud.client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) => Key);

/** A large message, deposited; and where its data is. */
async function deposited() {
  const message = filed(300_000);
  const sent = await deposit(message);
  return { message, sent, place: { Bucket: bucket, Key: claimKey(sent.id, sent.data as Claim) } };
}

describe('a claim check', () => {
  beforeEach(async () => {
    down = false;
    cloud = newS3();
    await cloud.client.send(new CreateBucketCommand({ Bucket: bucket }));
  });

  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test('a message up to the threshold travels whole, one byte more is deposited', async () => {
    const message = filed(1000);
    const bytes = Buffer.byteLength(JSON.stringify(message));
    expect(await deposit(message, bytes)).toBe(message);
    expect(await keys()).toEqual([]);
    expect((await deposit(message, bytes - 1)).data).toHaveProperty('claim');
  });

  test('a large message arrives as it was sent, and its claim is small and keeps the attributes', async () => {
    const { message, sent } = await deposited();
    expect({ ...sent, data: message.data }).toEqual(message);
    expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThan(1000);
    const received = claimableOf('report.filed', report).parse(JSON.parse(JSON.stringify(sent)));
    expect(JSON.stringify(await redeem(whole, received))).toBe(JSON.stringify(message));
  });

  test('the threshold counts bytes of UTF-8, not characters', async () => {
    const message = filed(claimThresholdBytes);
    expect(JSON.stringify(message).length).toBeLessThan(claimThresholdBytes);
    expect((await deposit(message)).data).toHaveProperty('claim');
  });

  test('the message of a producer that deposits nothing passes through without asking S3', async () => {
    const received = claimableOf('report.filed', report).parse(filed(1000));
    down = true;
    expect(await redeem(whole, received)).toEqual(filed(1000));
  });

  test('the same message deposited twice is one object and one claim', async () => {
    const [first, second] = [await deposited(), await deposited()];
    expect(second.sent).toEqual(first.sent);
    expect(await keys()).toEqual([first.place.Key]);
  });

  test('other data under the same id leaves an earlier claim as it was', async () => {
    const { message, sent } = await deposited();
    await deposit({ ...message, data: { text: 'x'.repeat(300_000) } });
    expect(await redeem(whole, sent)).toEqual(message);
  });

  test('data that was changed is rejected as claim-tampered', async () => {
    const { message, sent, place } = await deposited();
    const changed = JSON.stringify(message.data).replace('é', 'è');
    await cloud.client.send(new PutObjectCommand({ ...place, Body: changed }));
    await expect(redeem(whole, sent)).rejects.toMatchObject({
      name: 'Reject',
      reason: 'claim-tampered',
      message: expect.stringContaining('hash') as string,
    });
  });

  test('data of another size is rejected as claim-tampered', async () => {
    const { sent, place } = await deposited();
    await cloud.client.send(new PutObjectCommand({ ...place, Body: 'short' }));
    await expect(redeem(whole, sent)).rejects.toMatchObject({
      name: 'Reject',
      reason: 'claim-tampered',
      message: expect.stringContaining('size') as string,
    });
  });

  test('data that is gone is rejected as claim-missing', async () => {
    const { sent, place } = await deposited();
    await cloud.client.send(new DeleteObjectCommand(place));
    await expect(redeem(whole, sent)).rejects.toMatchObject({ name: 'Reject', reason: 'claim-missing' });
  });

  test('while S3 cannot be reached the message is retried later', async () => {
    const { sent } = await deposited();
    down = true;
    await expect(redeem(whole, sent)).rejects.toMatchObject({ name: 'RetryLater' });
  });

  test('data that breaks its contract is rejected although its claim holds', async () => {
    const sent = await deposit({ ...filed(1000), data: { text: 7 } }, 1);
    await expect(redeem(whole, sent)).rejects.toMatchObject({ name: 'Reject', reason: 'invalid-message' });
  });

  test('a message cannot say where its data is: a bucket or key in the claim is no claim', async () => {
    const { sent } = await deposited();
    const forged = { ...sent, data: { claim: { ...(sent.data as Claim).claim, bucket: 'theirs' } } };
    expect(claimableOf('report.filed', report).safeParse(forged).success).toBe(false);
    await expect(redeem(whole, forged)).rejects.toMatchObject({ name: 'Reject', reason: 'invalid-message' });
  });
});
