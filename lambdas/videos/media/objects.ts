import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, HeadObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { required } from '../../messaging/environment.ts';
import { Reject } from '../../messaging/errors.ts';
import { s3 } from '../aws/s3.ts';
import { fileKey, uploadKey } from '../video.ts';
import type { FileName } from '../../../contracts/videos.ts';

/** What S3 itself says of an upload. */
export interface UploadFacts {
  readonly versionId: string;
  readonly bytes: number;
  readonly contentType: string | undefined;
}

/** Parts of an upload, and how many are under way at once: bounds memory at 16 MiB. */
const partSize = 8 * 1024 * 1024;
const queueSize = 2;

/** Objects of videos in S3. */
export const objects = {
  /**
   * The version that an event named, or the current one where there is no such version.
   *
   * @returns undefined where nothing is there
   */
  async lookUp(videoId: string, versionId?: string): Promise<UploadFacts | undefined> {
    try {
      const head = await s3.send(
        new HeadObjectCommand({ Bucket: required('uploadBucket'), Key: uploadKey(videoId), VersionId: versionId }),
      );
      return { versionId: head.VersionId ?? 'null', bytes: head.ContentLength ?? 0, contentType: head.ContentType };
    } catch (error) {
      if (!isGone(error)) throw error;
      return versionId === undefined ? undefined : objects.lookUp(videoId);
    }
  },

  /**
   * Copies one version of an upload to a file of ours.
   *
   * @param check told the first bytes before more are fetched; may throw
   * @throws Reject `upload-gone` where the version was deleted
   */
  async download(
    { key, versionId }: { readonly key: string; readonly versionId: string },
    file: string,
    check: (firstBytes: Buffer) => void = () => undefined,
  ): Promise<void> {
    const body = await bodyOf(key, versionId);
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        let first = true;
        for await (const chunk of chunks) {
          if (first) check(chunk);
          first = false;
          yield chunk;
        }
      },
      createWriteStream(file),
    );
  },

  /**
   * Stores a file of ours; a multipart upload that fails is taken back.
   *
   * @returns its size in bytes
   */
  async upload(videoId: string, name: FileName, file: string): Promise<number> {
    const upload = new Upload({
      client: s3,
      partSize,
      queueSize,
      leavePartsOnError: false,
      params: {
        Bucket: required('renditionBucket'),
        Key: fileKey(videoId, name),
        Body: createReadStream(file),
        ContentType: name === 'thumbnail' ? 'image/jpeg' : 'video/mp4',
      },
    });
    await upload.done();
    return (await stat(file)).size;
  },
};

async function bodyOf(key: string, versionId: string): Promise<Readable> {
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: required('uploadBucket'), Key: key, VersionId: versionId }),
    );
    return Body as Readable;
  } catch (error) {
    if (isGone(error)) throw new Reject('The upload is gone', { reason: 'upload-gone', cause: error });
    throw error;
  }
}

/** 404: no such key or version. 405: the version is a delete marker. 400: no version can have this id. */
function isGone(error: unknown): boolean {
  return error instanceof S3ServiceException && [400, 404, 405].includes(error.$metadata.httpStatusCode ?? 0);
}
