import { S3Error } from '../errors.ts';
import { checkUnlocked, readBypass } from '../object-lock/deletion.ts';
import { namedVersion, type ObjectId } from '../select-version.ts';
import { causeOf, onObject, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { Bucket } from '../store.ts';

export interface DeleteObjectInput extends ObjectId {
  readonly ifMatch?: string | undefined;
  /** The name of a condition that only directory buckets know, if one was given. */
  readonly foreignCondition?: string | undefined;
  /** `x-amz-bypass-governance-retention` */
  readonly bypass?: string | undefined;
}

export interface Deleted {
  readonly versionId: string | undefined;
  /** Whether a delete marker was made or removed. */
  readonly deleteMarker: boolean;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export function deleteObject(s3: S3, input: DeleteObjectInput, call: Call): Deleted {
  const { key, versionId, ifMatch, foreignCondition } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject(versionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', bucket, key));
  const bypass = readBypass(bucket, input.bypass);
  if (foreignCondition !== undefined) throw new S3Error('NotImplemented', { fields: { Header: foreignCondition } });
  if (ifMatch !== undefined) checkMatch(s3, bucket, input, ifMatch);
  if (versionId !== undefined) {
    const version = namedVersion(bucket, key, versionId);
    if (version === undefined) return { versionId, deleteMarker: false };
    checkUnlocked(s3, bucket, version, bypass, call);
    s3.removeVersion(bucket, version, causeOf('ObjectRemoved:Delete', call));
    return { versionId, deleteMarker: version.deleteMarker };
  }
  if (bucket.record.versioning !== undefined) {
    const marker = s3.addDeleteMarker(bucket, key, causeOf('ObjectRemoved:DeleteMarkerCreated', call));
    return { versionId: marker.versionId, deleteMarker: true };
  }
  const current = s3.current(bucket, key);
  // Deleting nothing is a success.
  if (current !== undefined) s3.removeVersion(bucket, current, causeOf('ObjectRemoved:Delete', call));
  return { versionId: undefined, deleteMarker: false };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
function checkMatch(s3: S3, bucket: Bucket, { key, versionId }: ObjectId, ifMatch: string): void {
  const version = versionId === undefined ? s3.current(bucket, key) : namedVersion(bucket, key, versionId);
  const etags = ifMatch.split(',').map((etag) => etag.trim().replaceAll('"', ''));
  const there = version !== undefined && !version.deleteMarker;
  if (!there && !etags.includes('*')) throw new S3Error('NoSuchKey', { fields: { Key: key } });
  if (there && etags.some((etag) => etag === '*' || etag === version.etag)) return;
  throw new S3Error('PreconditionFailed', { fields: { Condition: 'If-Match' } });
}
