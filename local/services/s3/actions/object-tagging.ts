import { causeOf, type S3 } from '../s3.ts';
import { existingVersion, onVersion, type ObjectId } from '../select-version.ts';
import { checkTags } from '../tags.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion, Tag } from '../records.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export function getObjectTagging(s3: S3, input: ObjectId, call: Call): ObjectVersion {
  return tagged(s3, input, 'Get', call);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export function putObjectTagging(
  s3: S3,
  input: ObjectId & { readonly tags: readonly Tag[] },
  call: Call,
): ObjectVersion {
  const version = tagged(s3, input, 'Put', call);
  checkTags(input.tags, 'object');
  return setTags(s3, input, version, input.tags, call);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export function deleteObjectTagging(s3: S3, input: ObjectId, call: Call): ObjectVersion {
  return setTags(s3, input, tagged(s3, input, 'Delete', call), [], call);
}

function tagged(s3: S3, object: ObjectId, verb: string, call: Call): ObjectVersion {
  const { bucket: name, key, versionId } = object;
  const bucket = s3.bucket(name);
  call.authorize(onVersion(`${verb}Object${versionId === undefined ? '' : 'Version'}Tagging`, bucket, key, versionId));
  // Reading tags alone names the key with its bucket.
  const called = verb === 'Get' ? `${name}/${key}` : key;
  return existingVersion(bucket, object, verb.toUpperCase(), called);
}

function setTags(
  s3: S3,
  { bucket: name }: ObjectId,
  version: ObjectVersion,
  tags: readonly Tag[],
  call: Call,
): ObjectVersion {
  const bucket = s3.bucket(name);
  const record = { ...version, tags };
  s3.store.change({ kind: 'version', bucket: name, record });
  s3.report('tagged', bucket, version.key, { versionId: version.versionId, tags });
  const event = tags.length > 0 ? 'ObjectTagging:Put' : 'ObjectTagging:Delete';
  s3.notifications.announce(bucket.record, record, causeOf(event, call));
  return record;
}
