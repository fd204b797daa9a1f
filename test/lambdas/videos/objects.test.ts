import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { RenditionFiles } from '../../../lambdas/videos/media/rendition-files.ts';
import { Uploads } from '../../../lambdas/videos/media/uploads.ts';
import { newS3 } from '../../local/s3/fixture.ts';
import { reasonOf, Workbench } from './workbench.ts';

const { client } = newS3();
vi.mock('../../../lambdas/videos/aws/s3.ts', () => ({
  get s3() {
    return client;
  },
}));

const uploads = new Uploads('uploads');
const files = new RenditionFiles('renditions');
const videoId = '0f5b0cf7-2a93-5f97-854a-3fb5786b4055';
const key = `raw/${videoId}`;

beforeAll(async () => {
  for (const Bucket of ['uploads', 'renditions']) await client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket: 'uploads', VersioningConfiguration }));
});

const put = async (Body: string) =>
  (await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: key, Body }))).VersionId!;

describe('objects of videos', () => {
  test('E03: what S3 says counts, whatever an event said: size, type, and the version that is there', async () => {
    const versionId = await put('first');
    expect(await uploads.lookUp(videoId, 'a-version-that-never-was')).toMatchObject({ versionId, bytes: 5 });
    expect(await uploads.lookUp('00000000-0000-5000-8000-000000000000')).toBeUndefined();
  });

  test('E09: a replaced upload is read as it was planned, a deleted one is gone', async () => {
    using bench = new Workbench();
    const versionId = await put('planned');
    await put('replaced');
    await uploads.download({ key, versionId }, bench.file('in'));
    expect(readFileSync(bench.file('in'), 'utf8')).toBe('planned');
    await client.send(new DeleteObjectCommand({ Bucket: 'uploads', Key: key, VersionId: versionId }));
    expect(await reasonOf(uploads.download({ key, versionId }, bench.file('in')))).toBe('upload-gone');
  });

  test('V01: a download ends with its first bytes where those are no video', async () => {
    using bench = new Workbench();
    const versionId = await put('no video');
    const refuse = () => {
      throw new Error('not these');
    };
    await expect(uploads.download({ key, versionId }, bench.file('in'), refuse)).rejects.toThrow('not these');
  });

  test('V09: an upload that fails at part 3 of 5 leaves no parts, and is clean the next time', async () => {
    using bench = new Workbench();
    const file = bench.file('out.mp4');
    writeFileSync(file, '');
    truncateSync(file, 33 * 1024 * 1024);
    let broken = true;
    client.middlewareStack.add(
      (next) => (args) => {
        const { PartNumber } = args.input as { PartNumber?: number };
        if (PartNumber === 3 && broken) throw Object.assign(new Error('On purpose'), { name: 'ServiceUnavailable' });
        return next(args);
      },
      { step: 'initialize', name: 'partThree' },
    );
    await expect(files.store(videoId, '720p', file)).rejects.toThrow('On purpose');
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'renditions' }));
    expect(Uploads ?? []).toEqual([]);
    broken = false;
    expect(await files.store(videoId, '720p', file)).toBe(33 * 1024 * 1024);
    const head = await client.send(new HeadObjectCommand({ Bucket: 'renditions', Key: `${videoId}/720p.mp4` }));
    expect(head).toMatchObject({ ContentLength: 33 * 1024 * 1024, ContentType: 'video/mp4' });
  });
});
