import { invalidArgument } from '../errors.ts';
import { after, isCommonPrefix, page, type ListRequest, type Page } from '../listing.ts';
import { SortedKeys } from '../sorted-keys.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { UploadRecord } from '../records.ts';

export interface ListMultipartUploadsInput extends ListRequest {
  readonly bucket: string;
  readonly keyMarker: string;
  readonly uploadIdMarker?: string | undefined;
}

/** By key, then in the order they were started. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export function listMultipartUploads(s3: S3, input: ListMultipartUploadsInput, call: Call): Page<UploadRecord> {
  const bucket = s3.bucket(input.bucket);
  const conditions = { 's3:prefix': input.prefix, 's3:delimiter': input.delimiter };
  call.authorize(onBucket('ListBucketMultipartUploads', bucket, conditions));
  const byKey = new Map<string, UploadRecord[]>();
  const keys = new SortedKeys();
  for (const { record } of bucket.uploads.values()) {
    const uploads = byKey.get(record.key);
    if (uploads === undefined) byKey.set(record.key, [record]);
    else uploads.push(record);
    keys.add(record.key);
  }
  // An upload id marker only means something beside a key marker.
  const { keyMarker, uploadIdMarker } = input;
  const resumesInKey = keyMarker !== '' && uploadIdMarker !== undefined && uploadIdMarker !== '';
  const named = resumesInKey ? bucket.uploads.get(uploadIdMarker) : undefined;
  if (resumesInKey && named?.record.key !== keyMarker)
    throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', uploadIdMarker);
  const skip = isCommonPrefix(keyMarker, input) ? keyMarker : undefined;
  const from = resumesInKey || keyMarker === '' ? keyMarker : after(keyMarker);
  return page(keys, input, { from, skip }, (key) => {
    const uploads = byKey.get(key)!;
    if (!resumesInKey || key !== keyMarker) return uploads;
    return uploads.slice(uploads.findIndex((upload) => upload.uploadId === uploadIdMarker) + 1);
  });
}
