import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Bodies are large: what counts is that bytes keep coming, so there is a limit on silence and none on the whole. */
export const s3 = new S3Client({
  maxAttempts: 3,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 1000, socketTimeout: 10_000 }),
});
