import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folderBlobs } from '../../../local/services/s3/bodies/folder-blobs.ts';
import { unchunk } from '../../../local/services/s3/rest/chunked.ts';
import { failure, newS3 } from './fixture.ts';
import type { Change } from '../../../local/services/s3/store.ts';

const Bucket = 'media';
let folder: string;
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'blobs-'));
  s3 = newS3({ blobs: folderBlobs(folder) });
  await s3.client.send(new CreateBucketCommand({ Bucket }));
});

afterEach(() => rmSync(folder, { recursive: true }));

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

const decode = async (pieces: string[]) => {
  const trailers: string[][] = [];
  const source = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  const chunks: Uint8Array[] = [];
  for await (const chunk of unchunk(source, (...trailer) => trailers.push(trailer))) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), trailers };
};

describe('bodies in a folder', () => {
  test('are files named by nothing of the caller', async () => {
    await put('../../../etc/passwd', 'x');
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  test('leave with their object', async () => {
    await put('a', 'first');
    await put('a', 'second');
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  test('stay while someone reads them', async () => {
    await put('a', Buffer.alloc(2_000_000, 'x'));
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect((await Body!.transformToByteArray()).length).toBe(2_000_000);
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  test('that fail their checks leave nothing', async () => {
    expect(await failure(put('a', 'x', { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }))).toMatchObject({
      name: 'BadDigest',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('are found again by an engine that replays the changes', async () => {
    const log: string[] = [];
    s3.s3.onChange = (change) => log.push(JSON.stringify(change));
    s3.s3.restore({ kind: 'bucket-removed', bucket: Bucket });
    await s3.client.send(new CreateBucketCommand({ Bucket }));
    await put('a', 'kept', { Metadata: { n: '1' } });
    await put('b', 'gone');
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
    s3 = newS3({ blobs: folderBlobs(folder) });
    for (const line of log) s3.s3.restore(JSON.parse(line) as Change);
    const { Body, Metadata } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect([await Body!.transformToString(), Metadata]).toEqual(['kept', { n: '1' }]);
    expect([...s3.s3.bucket(Bucket).versions.keys()]).toEqual(['a']);
  });
});

describe('aws-chunked', () => {
  test('comes off wherever the pieces are cut', async () => {
    const wire =
      '5;chunk-signature=ab\r\nhello\r\n1\r\n!\r\n0;chunk-signature=cd\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    for (let size = 1; size <= wire.length; size++) {
      const pieces = Array.from({ length: Math.ceil(wire.length / size) }, (_, i) =>
        wire.slice(i * size, (i + 1) * size),
      );
      expect(await decode(pieces)).toEqual({ text: 'hello!', trailers: [['x-amz-checksum-crc32', 'AAAAAA==']] });
    }
  });

  test.each(['', 'zz\r\n', '5\r\nhel', '5\r\nhello', '3\r\nhello\r\n0\r\n\r\n'])('refuses %j', async (wire) => {
    await expect(decode([wire])).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
