import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export function headBucket(s3: S3, input: { readonly bucket: string }, call: Call): void {
  call.authorize(onBucket('ListBucket', s3.bucket(input.bucket)));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export function getBucketLocation(s3: S3, input: { readonly bucket: string }, call: Call): string {
  call.authorize(onBucket('GetBucketLocation', s3.bucket(input.bucket)));
  const { region } = s3.surroundings;
  return region === 'us-east-1' ? '' : region;
}
