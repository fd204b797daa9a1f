import { S3Error, invalidArgument } from '../errors.ts';
import type { Bucket, UploadInProgress } from '../store.ts';

export interface UploadTarget {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
}

/** @throws S3Error `NoSuchUpload`, also for the upload of another key */
export function uploadOf(bucket: Bucket, { key, uploadId }: UploadTarget): UploadInProgress {
  const upload = bucket.uploads.get(uploadId);
  if (upload === undefined || upload.record.key !== key)
    throw new S3Error('NoSuchUpload', { fields: { UploadId: uploadId } });
  return upload;
}

/** @throws S3Error `InvalidArgument` */
export function readPartNumber(text: string): number {
  const partNumber = Number(text);
  if (/^\d+$/.test(text) && partNumber >= 1 && partNumber <= 10_000) return partNumber;
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text);
}
