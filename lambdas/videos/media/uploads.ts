import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, HeadObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { Reject } from '../../messaging/errors.ts';
import { s3 } from '../aws/s3.ts';
import { uploadKey } from '../video.ts';

/** What S3 itself says of an upload. */
export interface UploadFacts {
  readonly versionId: string;
  readonly bytes: number;
  readonly contentType: string | undefined;
}

/** The bucket of raw uploads. */
export class Uploads {
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  /**
   * The version that an event named, or the current one where there is no such version.
   *
   * @returns undefined where nothing is there
   */
  async lookUp(videoId: string, versionId?: string): Promise<UploadFacts | undefined> {
    try {
      const head = await s3.send(
        new HeadObjectCommand({ Bucket: this.#bucket, Key: uploadKey(videoId), VersionId: versionId }),
      );
      return { versionId: head.VersionId ?? 'null', bytes: head.ContentLength ?? 0, contentType: head.ContentType };
    } catch (error) {
      if (!isGone(error)) throw error;
      return versionId === undefined ? undefined : this.lookUp(videoId);
    }
  }

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
    const body = await this.#bodyOf(key, versionId);
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
  }

  async #bodyOf(key: string, versionId: string): Promise<Readable> {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key, VersionId: versionId }));
      return Body as Readable;
    } catch (error) {
      if (isGone(error)) throw new Reject('The upload is gone', { reason: 'upload-gone', cause: error });
      throw error;
    }
  }
}

/** 404: no such key or version. 405: the version is a delete marker. 400: no version can have this id. */
function isGone(error: unknown): boolean {
  return error instanceof S3ServiceException && [400, 404, 405].includes(error.$metadata.httpStatusCode ?? 0);
}
