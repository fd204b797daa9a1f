import { after, isCommonPrefix, page, readToken, writeToken, type ListRequest, type Page } from '../listing.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion } from '../records.ts';

export interface ListObjectsInput extends ListRequest {
  readonly bucket: string;
  readonly marker: string;
}

export interface ListObjectsV2Input extends ListRequest {
  readonly bucket: string;
  readonly startAfter: string;
  readonly continuationToken?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export function listObjects(s3: S3, input: ListObjectsInput, call: Call): Page<ObjectVersion> {
  return list(s3, input, input.marker, true, call);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listObjectsV2(
  s3: S3,
  input: ListObjectsV2Input,
  call: Call,
): Page<ObjectVersion> & { readonly nextToken: string | undefined } {
  const { continuationToken: token, startAfter } = input;
  const found =
    token === undefined ? list(s3, input, startAfter, false, call) : list(s3, input, readToken(token), true, call);
  return { ...found, nextToken: found.truncated ? writeToken(found.last!) : undefined };
}

function list(
  s3: S3,
  input: ListRequest & { bucket: string },
  marker: string,
  resumed: boolean,
  call: Call,
): Page<ObjectVersion> {
  const bucket = s3.bucket(input.bucket);
  const { prefix, delimiter, limit } = input;
  const conditions = { 's3:prefix': prefix, 's3:delimiter': delimiter, 's3:max-keys': String(limit) };
  call.authorize(onBucket('ListBucket', bucket, conditions));
  const skip = resumed && isCommonPrefix(marker, input) ? marker : undefined;
  return page(bucket.keys, input, { from: marker === '' ? '' : after(marker), skip }, (key) => {
    const current = s3.current(bucket, key);
    return current === undefined || current.deleteMarker ? [] : [current];
  });
}
