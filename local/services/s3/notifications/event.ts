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
  const record = {
    eventVersion: later.test(cause.event) ? '2.3' : '2.1',
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
      object: about(version, cause.event),
    },
    ...(cause.event === 'LifecycleTransition' && {
      lifecycleEventData: { transitionEventData: { destinationStorageClass: version.storageClass } },
    }),
  };
  return JSON.stringify({ Records: [record] });
}

/** Events that came with version 2.3 of the message. */
const later = /^(Lifecycle|ObjectTagging:|ObjectAcl:)/;

const etagOfNothing = 'd41d8cd98f00b204e9800998ecf8427e';

/** What a removal, a marker, and a change that leaves the body alone do not tell is left out, as AWS does. */
function about(version: ObjectVersion, event: string): Readonly<Record<string, unknown>> {
  const { size, sequencer, deleteMarker } = version;
  const key = encodeEventKey(version.key);
  const versionId = version.versionId === 'null' ? {} : { versionId: version.versionId };
  const eTag = deleteMarker ? etagOfNothing : version.etag;
  if (event === 'ObjectRemoved:Delete' || event === 'LifecycleExpiration:Delete')
    return { key, ...versionId, sequencer };
  if (/^Object(Tagging|Acl):/.test(event)) return { key, eTag, ...versionId };
  return { key, ...(deleteMarker ? {} : { size }), eTag, ...versionId, sequencer };
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
