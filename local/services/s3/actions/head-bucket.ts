import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export function headBucket(s3: S3, input: { readonly bucket: string }, call: Call): { readonly region: string } {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('ListBucket', bucket));
  return { region: s3.regionOf(bucket) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export function getBucketLocation(s3: S3, input: { readonly bucket: string }, call: Call): string {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketLocation', bucket));
  const region = s3.regionOf(bucket);
  return region === 'us-east-1' ? '' : region;
}
