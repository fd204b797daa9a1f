import { S3Error, invalidArgument } from '../errors.ts';
import { readToken, writeToken } from '../listing.ts';
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
  const limit = readLimit(maxBuckets);
  if (region !== undefined) checkRegion(region);
  const after = continuationToken === undefined ? '' : readToken(continuationToken);
  const names = [...s3.store.buckets.keys()]
    .filter((name) => name.startsWith(prefix) && compareKeys(name, after) > 0)
    .filter((name) => region === undefined || s3.regionOf(s3.bucket(name)) === region)
    .toSorted(compareKeys);
  const shown = names.slice(0, limit);
  return {
    buckets: shown.map((name) => s3.bucket(name).record),
    continuationToken: names.length > limit ? writeToken(shown.at(-1)!) : undefined,
  };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return 10_000;
  if (!/^-?\d+$/.test(text))
    throw invalidArgument('Provided max-buckets not an integer or within integer range', 'max-buckets', text);
  const limit = Number(text);
  if (limit >= 1 && limit <= 10_000) return limit;
  throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', text);
}

function checkRegion(region: string): void {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/i.test(region)) return;
  const message = `Argument value ${region} is not a valid AWS Region`;
  throw new S3Error('InvalidArgument', { message, fields: { ArgumentName: 'bucket-region' } });
}
