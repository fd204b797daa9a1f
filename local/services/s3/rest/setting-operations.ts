import { deleteSetting, getSetting, putSetting } from '../actions/setting.ts';
import { S3Error } from '../errors.ts';
import { onBucket } from '../s3.ts';
import { logging } from '../settings/logging.ts';
import { acceleration, requestPayment } from '../settings/switches.ts';
import { website } from '../settings/website.ts';
import { documentReply, empty } from './reply.ts';
import type { Operation, Operations } from './operation.ts';
import type { Setting } from '../settings/setting.ts';

export const settingOperations: Operations = {
  GetBucketAccelerateConfiguration: getOf(acceleration),
  PutBucketAccelerateConfiguration: putOf(acceleration),
  GetBucketLogging: getOf(logging),
  PutBucketLogging: putOf(logging),
  GetBucketRequestPayment: getOf(requestPayment),
  PutBucketRequestPayment: putOf(requestPayment),
  GetBucketWebsite: getOf(website),
  PutBucketWebsite: putOf(website),
  DeleteBucketWebsite: ({ s3, bucket, call }) => {
    deleteSetting(s3, { bucket, setting: website }, call);
    return empty(204);
  },

  // Cannot be made here: every bucket answers as one on AWS that was never given it.
  GetBucketReplication: ({ s3, bucket, call }) => {
    call.authorize(onBucket('GetReplicationConfiguration', s3.bucket(bucket)));
    throw new S3Error('ReplicationConfigurationNotFoundError', { fields: { BucketName: bucket } });
  },
  DeleteBucketReplication: ({ s3, bucket, call }) => {
    call.authorize(onBucket('PutReplicationConfiguration', s3.bucket(bucket)));
    return empty(204);
  },
};

function getOf(setting: Setting): Operation {
  return ({ s3, bucket, call }) => documentReply(setting.root, getSetting(s3, { bucket, setting }, call));
}

function putOf(setting: Setting): Operation {
  return async (incoming) => {
    const { s3, bucket, call } = incoming;
    putSetting(s3, { bucket, setting, document: await incoming.xml(setting.root) }, call);
    return empty(200);
  };
}
