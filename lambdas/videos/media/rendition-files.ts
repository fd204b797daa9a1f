import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Upload } from '@aws-sdk/lib-storage';
import type { FileName } from '../../../contracts/videos.ts';
import { s3 } from '../aws/s3.ts';
import { fileKey } from '../video.ts';

/** Parts of an upload, and how many are under way at once: bounds memory at 16 MiB. */
const partSize = 8 * 1024 * 1024;
const queueSize = 2;

/** The bucket of what was made. */
export class RenditionFiles {
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  /**
   * Stores a file of ours; a multipart upload that fails is taken back.
   *
   * @returns its size in bytes
   */
  async store(videoId: string, name: FileName, file: string): Promise<number> {
    const upload = new Upload({
      client: s3,
      partSize,
      queueSize,
      leavePartsOnError: false,
      params: {
        Bucket: this.#bucket,
        Key: fileKey(videoId, name),
        Body: createReadStream(file),
        ContentType: name === 'thumbnail' ? 'image/jpeg' : 'video/mp4',
      },
    });
    await upload.done();
    return (await stat(file)).size;
  }
}
