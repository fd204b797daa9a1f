import { S3Error, type S3ErrorCode } from '../errors.ts';
import { onBucket } from '../s3.ts';
import { empty, xmlReply } from './reply.ts';
import type { Incoming } from './incoming.ts';
import type { Operations } from './operation.ts';
import type { WireResponse } from '../../service.ts';

/**
 * Settings that cannot be made here: every bucket answers as one on AWS that was never given them.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
export const unsetOperations: Operations = {
  GetBucketWebsite: (incoming) => absent(incoming, 'GetBucketWebsite', 'NoSuchWebsiteConfiguration'),
  DeleteBucketWebsite: (incoming) => removed(incoming, 'DeleteBucketWebsite'),
  GetBucketReplication: (incoming) =>
    absent(incoming, 'GetReplicationConfiguration', 'ReplicationConfigurationNotFoundError'),
  DeleteBucketReplication: (incoming) => removed(incoming, 'PutReplicationConfiguration'),

  GetBucketLogging: (incoming) => {
    authorize(incoming, 'GetBucketLogging');
    return xmlReply('BucketLoggingStatus', {});
  },
  GetBucketAccelerateConfiguration: (incoming) => {
    authorize(incoming, 'GetAccelerateConfiguration');
    return xmlReply('AccelerateConfiguration', {});
  },
  GetBucketRequestPayment: (incoming) => {
    authorize(incoming, 'GetBucketRequestPayment');
    return xmlReply('RequestPaymentConfiguration', { Payer: 'BucketOwner' });
  },
};

function authorize({ s3, bucket, call }: Incoming, action: string): void {
  call.authorize(onBucket(action, s3.bucket(bucket)));
}

function absent(incoming: Incoming, action: string, code: S3ErrorCode): never {
  authorize(incoming, action);
  throw new S3Error(code, { fields: { BucketName: incoming.bucket } });
}

function removed(incoming: Incoming, action: string): WireResponse {
  authorize(incoming, action);
  return empty(204);
}
