import { S3Error } from './errors.ts';
import { onBucket, onObject, type S3 } from './s3.ts';
import type { Call, Demand } from '../service.ts';
import type { Bucket } from './store.ts';
import type { ObjectVersion } from './records.ts';

export interface ObjectId {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/**
 * The version that a reader asks for.
 *
 * @param action without `s3:` and `Version`: `GetObject` becomes `s3:GetObjectVersion` where a version is named
 * @throws S3Error `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed` for a delete marker named by its id
 */
export function readable(
  s3: S3,
  { bucket: name, key, versionId }: ObjectId,
  action: string,
  call: Call,
  purpose: 'read' | 'copy' = 'read',
): ObjectVersion {
  const bucket = s3.bucket(name);
  const permission = versionId === undefined ? action : action.replace('GetObject', 'GetObjectVersion');
  call.authorize(onVersion(permission, bucket, key, versionId));
  const found = find(bucket, key, versionId, call);
  if (!found.deleteMarker) return found;
  if (purpose === 'read') throw markerRefused(found, 'GET');
  throw new S3Error('InvalidRequest', {
    message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
  });
}

/** A demand that the ACL of the version it is about may grant, and that may be bound to its tags. */
export function onVersion(action: string, bucket: Bucket, key: string, versionId: string | undefined): Demand {
  const versions = bucket.versions.get(key) ?? [];
  const version = versionId === undefined ? versions.at(-1) : versions.find((known) => known.versionId === versionId);
  const tags = (version?.tags ?? []).map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value] as const);
  const id = versionId === undefined ? [] : [['s3:VersionId', versionId] as const];
  return { ...onObject(action, bucket, key, version?.acl), conditions: Object.fromEntries([...tags, ...id]) };
}

/**
 * The version that a call changes, or whose settings it asks for, once it is authorized.
 *
 * @param method that a delete marker refuses
 * @param called what an error calls a key that is not there
 * @throws S3Error `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed` for a delete marker
 */
export function existingVersion(
  bucket: Bucket,
  { key, versionId }: ObjectId,
  method: string,
  called: string = key,
): ObjectVersion {
  const version = chosen(bucket, key, versionId);
  if (version === undefined) {
    if (versionId === undefined) throw new S3Error('NoSuchKey', { fields: { Key: called } });
    throw new S3Error('NoSuchVersion', { fields: { Key: key, VersionId: versionId } });
  }
  if (version.deleteMarker) throw markerRefused(version, method);
  return version;
}

/** A delete marker is there, but there is nothing to do with it but delete it. */
function markerRefused({ versionId, lastModified }: ObjectVersion, Method: string): S3Error {
  const headers = {
    'x-amz-delete-marker': 'true',
    'x-amz-version-id': versionId,
    'last-modified': new Date(lastModified).toUTCString(),
    allow: 'DELETE',
  };
  return new S3Error('MethodNotAllowed', { fields: { Method, ResourceType: 'DeleteMarker' }, headers });
}

/** The version, or a delete marker that was named by its id. */
function find(bucket: Bucket, key: string, versionId: string | undefined, call: Call): ObjectVersion {
  const version = chosen(bucket, key, versionId);
  if (version !== undefined && (!version.deleteMarker || versionId !== undefined)) return version;
  // Whether a key exists is for those to know who may list.
  if (version === undefined && versionId === undefined) call.authorize(onBucket('ListBucket', bucket));
  const headers: Record<string, string> = {};
  if (version !== undefined)
    Object.assign(headers, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId });
  if (versionId === undefined) throw new S3Error('NoSuchKey', { fields: { Key: key }, headers });
  throw new S3Error('NoSuchVersion', { fields: { Key: key, VersionId: versionId } });
}

/** Named by its id, or current. */
function chosen(bucket: Bucket, key: string, versionId: string | undefined): ObjectVersion | undefined {
  return versionId === undefined ? bucket.versions.get(key)?.at(-1) : namedVersion(bucket, key, versionId);
}

/** What a version id can look like: 32 hexadecimal digits, or `null` of the times without versions. */
export function isVersionId(text: string): boolean {
  return /^(?:null|[0-9a-f]{32})$/.test(text);
}

/** @throws S3Error `InvalidArgument` for what can be no id */
export function namedVersion(bucket: Bucket, key: string, versionId: string): ObjectVersion | undefined {
  if (!isVersionId(versionId)) {
    const message = versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified';
    throw new S3Error('InvalidArgument', {
      message,
      fields: { ArgumentName: 'versionId', ArgumentValue: versionId },
    });
  }
  return bucket.versions.get(key)?.find((version) => version.versionId === versionId);
}
