import type { Surroundings } from '../../service.ts';
import type { BucketRecord, ObjectVersion } from '../records.ts';
import type { Cause } from '../s3.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function eventMessage(
  surroundings: Surroundings,
  bucket: BucketRecord,
  version: ObjectVersion,
  cause: Cause,
  configurationId: string,
): string {
  const { clock, region, accountId } = surroundings;
  const removed = cause.event === 'ObjectRemoved:Delete' || cause.event === 'LifecycleExpiration:Delete';
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(clock.now()).toISOString(),
    eventName: cause.event,
    userIdentity: { principalId: `AWS:${cause.caller.principal}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': cause.requestId, 'x-amz-id-2': cause.requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name: bucket.name, ownerIdentity: { principalId: accountId }, arn: `arn:aws:s3:::${bucket.name}` },
      object: {
        key: encodeEventKey(version.key),
        ...(removed ? {} : { size: version.size, eTag: version.etag }),
        ...(version.versionId === 'null' ? {} : { versionId: version.versionId }),
        sequencer: version.sequencer,
      },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** Sent to topics and queues when a bucket's notifications are configured. */
export function testMessage(surroundings: Surroundings, bucket: string, requestId: string): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(surroundings.clock.now()).toISOString(),
    Bucket: bucket,
    RequestId: requestId,
    HostId: requestId,
  });
}

/** As in a form: spaces become `+`, everything but letters, digits, `-_.*` and `/` is percent-encoded. */
export function encodeEventKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}
