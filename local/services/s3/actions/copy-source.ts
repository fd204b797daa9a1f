import { NotSimulated } from '../../aws-error.ts';
import { checkCustomerKey } from '../encryption/customer-key.ts';
import { S3Error, invalidArgument } from '../errors.ts';
import { checkCopySource, type Conditions } from '../preconditions.ts';
import { checkBodyThere } from '../restore.ts';
import { readable, type ObjectId } from '../select-version.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion } from '../records.ts';
import type { S3 } from '../s3.ts';

export interface CopySource {
  readonly source: ObjectId;
  readonly sourceConditions?: Conditions;
  /** Of the key that the source is encrypted by. */
  readonly sourceKeyMd5?: string | undefined;
}

/** `x-amz-copy-source`: `/bucket/key?versionId=id`, percent-encoded. */
export function readCopySource(header: string): ObjectId {
  if (header.startsWith('arn:')) throw new NotSimulated('an access point as copy source');
  const [path, query] = header.split('?versionId=', 2);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path!.replaceAll('+', ' '));
  } catch (cause) {
    throw new S3Error('InvalidArgument', { message: 'Invalid copy source encoding.', cause });
  }
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  return { bucket, key, versionId: query };
}

/** The version to copy from, as `GetObject` would find it. */
export function sourceVersion(
  s3: S3,
  { source, sourceConditions = {}, sourceKeyMd5 }: CopySource,
  call: Call,
): ObjectVersion {
  const version = readable(s3, source, 'GetObject', call, 'copy');
  checkCustomerKey(version.encryption, sourceKeyMd5);
  checkCopySource(sourceConditions, version, s3.surroundings.clock.now());
  checkBodyThere(version, s3.surroundings.clock.now());
  return version;
}
