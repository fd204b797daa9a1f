import { invalidArgument } from '../errors.ts';
import { compareKeys } from '../sorted-keys.ts';
import type { S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { BucketRecord } from '../records.ts';

export interface ListBucketsInput {
  readonly prefix?: string | undefined;
  readonly continuationToken?: string | undefined;
  /** 1 to 10,000. */
  readonly maxBuckets?: string | undefined;
  /** Of this region alone. */
  readonly region?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export function listBuckets(
  s3: S3,
  { prefix = '', continuationToken, maxBuckets, region }: ListBucketsInput,
  call: Call,
): { readonly buckets: readonly BucketRecord[]; readonly continuationToken: string | undefined } {
  call.authorize({ action: 's3:ListAllMyBuckets', resource: '*' });
  const limit = maxBuckets === undefined ? 10_000 : Number(maxBuckets);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
    throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', maxBuckets);
  }
  const after = continuationToken === undefined ? '' : Buffer.from(continuationToken, 'base64url').toString('utf8');
  const names = [...s3.store.buckets.keys()]
    .filter((name) => name.startsWith(prefix) && compareKeys(name, after) > 0)
    .filter((name) => region === undefined || s3.regionOf(s3.bucket(name)) === region)
    .toSorted(compareKeys);
  const shown = names.slice(0, limit);
  return {
    buckets: shown.map((name) => s3.bucket(name).record),
    continuationToken: names.length > limit ? Buffer.from(shown.at(-1)!).toString('base64url') : undefined,
  };
}
