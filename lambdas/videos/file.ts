import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { fileNameSchema } from '../../contracts/videos.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { pathParameter } from '../http/request.ts';
import { required } from '../messaging/environment.ts';
import { s3 } from './aws/s3.ts';
import { findOwn } from './find-own.ts';
import { fileKey, hasFile } from './video.ts';

const bucket = required('renditionBucket');

const expiresInSeconds = 300;

/** `GET /videos/{id}/files/{name}` → 302. Links in messages stay good for ever, because each use is signed afresh. */
export const handler = endpoint(async (event) => {
  const name = pathParameter(event, 'name', fileNameSchema);
  const { video, renditions } = await findOwn(event);
  if (!hasFile(renditions, name)) throw new Problem('not-found');
  const command = new GetObjectCommand({ Bucket: bucket, Key: fileKey(video.videoId, name) });
  return { status: 302, location: await getSignedUrl(s3, command, { expiresIn: expiresInSeconds }) };
});
