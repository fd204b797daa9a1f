import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { clock, timestamp } from '../messaging/clock.ts';
import { required, requiredCount } from '../messaging/environment.ts';
import { s3 } from './aws/s3.ts';
import { uploadKey, type Video } from './video.ts';

const bucket = required('uploadBucket');
const largestBytes = requiredCount('uploadLimitBytes');

const expiresInSeconds = 300;

/**
 * A form that uploads one file of the announced type, at most as large as the stack was sized for, to this video's key,
 * within five minutes. S3 itself refuses everything else
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
 */
export async function uploadForm({ videoId, contentType }: Pick<Video, 'videoId' | 'contentType'>) {
  const { url, fields } = await createPresignedPost(s3, {
    Bucket: bucket,
    Key: uploadKey(videoId),
    Fields: { 'Content-Type': contentType },
    Conditions: [
      ['content-length-range', 1, largestBytes],
      ['eq', '$Content-Type', contentType],
    ],
    Expires: expiresInSeconds,
  });
  return { url, fields, expiresAt: timestamp(clock.now() + expiresInSeconds * 1000), largestBytes };
}
