import { takeIn, type Upload } from '../bodies/intake.ts';
import { checkWrite, type Conditions } from '../preconditions.ts';
import { checkNewAcl } from '../acl/check.ts';
import { checkNewLock } from '../object-lock/new-object.ts';
import { checkAttributes, checkKey } from '../rules.ts';
import { causeOf, onObject, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { ObjectAttributes, ObjectVersion } from '../records.ts';

export interface PutObjectInput {
  readonly bucket: string;
  readonly key: string;
  readonly upload: Upload;
  readonly attributes: ObjectAttributes;
  readonly conditions?: Conditions;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export async function putObject(
  s3: S3,
  input: PutObjectInput,
  call: Call,
  event: 'ObjectCreated:Put' | 'ObjectCreated:Post' = 'ObjectCreated:Put',
): Promise<ObjectVersion> {
  const { key, attributes, conditions = {} } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('PutObject', bucket, key));
  if (attributes.tags.length > 0) call.authorize(onObject('PutObjectTagging', bucket, key));
  checkKey(key);
  checkAttributes(attributes);
  checkNewAcl(s3, bucket, attributes, call, key);
  checkNewLock(s3, bucket, attributes, call, key);
  checkWrite(conditions, s3.current(bucket, key), key);
  const { segments, size, md5, checksum } = await takeIn(s3.bodies, input.upload);
  try {
    // The bucket and its object may have changed while the body came in.
    const now = s3.bucket(input.bucket);
    checkWrite(conditions, s3.current(now, key), key);
    const whole = { ...checksum, type: 'FULL_OBJECT' as const };
    const draft = { ...attributes, key, etag: s3.etagOf(md5, attributes.encryption), size, segments, checksum: whole };
    return s3.commit(now, draft, causeOf(event, call));
  } finally {
    s3.bodies.release(segments);
  }
}
