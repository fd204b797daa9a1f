import { S3Error } from '../errors.ts';
import { child, textOf } from '../rest/xml.ts';
import type { Setting } from './setting.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html */
export const logging: Setting = {
  root: 'BucketLoggingStatus',
  permissions: { get: 'GetBucketLogging', put: 'PutBucketLogging' },
  unset: { content: '' },
  check(document, bucket, s3) {
    const enabled = child(document, 'LoggingEnabled');
    if (enabled === undefined) return;
    const TargetBucket = textOf(enabled, 'TargetBucket');
    if (TargetBucket === undefined || textOf(enabled, 'TargetPrefix') === undefined) throw new S3Error('MalformedXML');
    const target = s3.store.buckets.get(TargetBucket);
    if (target === undefined) throw new S3Error('InvalidTargetBucketForLogging', { fields: { TargetBucket } });
    const TargetBucketLocation = s3.regionOf(target);
    if (TargetBucketLocation !== s3.regionOf(bucket))
      throw new S3Error('CrossLocationLoggingProhibitted', { fields: { TargetBucketLocation } });
  },
};
