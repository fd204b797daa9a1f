import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import type * as z from 'zod/mini';
import { claimKey, claimSchema, claimThresholdBytes, type Claim } from '../../contracts/claims.ts';
import type { Envelope } from '../../contracts/envelope.ts';
import { s3 } from './aws/s3.ts';
import { checkMessage, parseJson } from './envelope.ts';
import { required } from './environment.ts';
import { Reject, RetryLater } from './errors.ts';

const bucket = required('claimBucket');

/**
 * Puts the data of a message that is too large for its queue into S3, before the message is sent. Depositing the same
 * message again writes the same bytes under the same key.
 *
 * @param thresholdBytes largest message, in bytes of UTF-8 JSON, that is left as it is
 * @returns the message as it was, or with a claim in place of its data
 */
export async function deposit<Message extends Envelope>(
  message: Message,
  thresholdBytes = claimThresholdBytes,
): Promise<Message | (Omit<Message, 'data'> & { readonly data: Claim })> {
  if (Buffer.byteLength(JSON.stringify(message)) <= thresholdBytes) return message;
  const bytes = Buffer.from(JSON.stringify(message.data));
  const data = { claim: { sha256: sha256(bytes), size: bytes.length } };
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: claimKey(message.id, data),
      Body: bytes,
      ContentType: 'application/json',
    }),
  );
  return { ...message, data };
}

/**
 * The message with its data, fetched where it carries a claim. Messages of producers that deposit nothing pass through.
 *
 * @param schema of the message with its data
 * @throws Reject `claim-missing`, `claim-tampered`, or `invalid-message` where the data breaks its contract
 * @throws RetryLater where S3 does not answer, or refuses
 */
export async function redeem<Message>(schema: z.ZodMiniType<Message>, message: Envelope): Promise<Message> {
  const claimed = claimSchema.safeParse(message.data);
  if (!claimed.success) return checkMessage(schema, message);
  const bytes = await fetchBytes(claimKey(message.id, claimed.data), claimed.data.claim.size);
  if (sha256(bytes) !== claimed.data.claim.sha256) throw tampered('hash');
  return checkMessage(schema, { ...message, data: parseJson(bytes.toString('utf8')) });
}

/** The size is compared before the body is read, so that no object can be larger than its message says. */
async function fetchBytes(key: string, size: number): Promise<Buffer> {
  try {
    const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (ContentLength === size) return Buffer.from(await Body!.transformToByteArray());
    (Body as Readable).destroy();
  } catch (cause) {
    if (cause instanceof NoSuchKey)
      throw new Reject('The data of the message is gone', { reason: 'claim-missing', cause });
    throw new RetryLater('The data of the message cannot be read now', { cause });
  }
  throw tampered('size');
}

const tampered = (part: string): Reject =>
  new Reject(`The data of the message has another ${part} than its claim`, { reason: 'claim-tampered' });

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
