import { S3Client } from '@aws-sdk/client-s3';
import { clientConfig } from './client-config.ts';

/** For objects of message size: one try ends as soon as any other call. */
export const s3 = new S3Client(clientConfig);
