import { S3Error } from './errors.ts';
import { onBucket, onObject, type S3 } from './s3.ts';
import type { Call } from '../service.ts';
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
): ObjectVersion {
  const bucket = s3.bucket(name);
  const permission = versionId === undefined ? action : action.replace('GetObject', 'GetObjectVersion');
  call.authorize(onObject(permission, bucket, key));
  return find(s3, bucket, key, versionId, call);
}

function find(s3: S3, bucket: Bucket, key: string, versionId: string | undefined, call: Call): ObjectVersion {
  const version = versionId === undefined ? s3.current(bucket, key) : namedVersion(bucket, key, versionId);
  if (version !== undefined && !version.deleteMarker) return version;
  // Whether a key exists is for those to know who may list.
  if (version === undefined && versionId === undefined) call.authorize(onBucket('ListBucket', bucket));
  const headers: Record<string, string> = {};
  if (version !== undefined)
    Object.assign(headers, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId });
  if (versionId === undefined) throw new S3Error('NoSuchKey', { fields: { Key: key }, headers });
  if (version === undefined) throw new S3Error('NoSuchVersion', { fields: { Key: key, VersionId: versionId } });
  headers['last-modified'] = new Date(version.lastModified).toUTCString();
  headers['allow'] = 'DELETE';
  throw new S3Error('MethodNotAllowed', { fields: { Method: 'GET', ResourceType: 'DeleteMarker' }, headers });
}

/** What a version id can look like: 32 hexadecimal digits, or `null` of the times without versions. */
const wellFormed = /^(?:null|[0-9a-f]{32})$/;

/** @throws S3Error `InvalidArgument` for what can be no id */
export function namedVersion(bucket: Bucket, key: string, versionId: string): ObjectVersion | undefined {
  if (!wellFormed.test(versionId)) {
    const message = versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified';
    throw new S3Error('InvalidArgument', {
      message,
      fields: { ArgumentName: 'versionId', ArgumentValue: versionId },
    });
  }
  return bucket.versions.get(key)?.find((version) => version.versionId === versionId);
}
