import { S3Error } from '../errors.ts';
import {
  allowsType,
  defaultType,
  isChecksumType,
  type ChecksumAlgorithm,
  type ChecksumType,
} from '../checksums/checksum.ts';
import { checkNewAcl } from '../acl/check.ts';
import { checkNewLock } from '../object-lock/new-object.ts';
import { checkAttributes, checkKey } from '../rules.ts';
import { onObject, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { ObjectAttributes, UploadRecord } from '../records.ts';

export interface CreateMultipartUploadInput {
  readonly bucket: string;
  readonly key: string;
  readonly attributes: ObjectAttributes;
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  readonly checksumType?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export function createMultipartUpload(s3: S3, input: CreateMultipartUploadInput, call: Call): UploadRecord {
  const { key, attributes, checksumAlgorithm } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('PutObject', bucket, key));
  if (attributes.tags.length > 0) call.authorize(onObject('PutObjectTagging', bucket, key));
  checkKey(key);
  checkAttributes(attributes);
  checkNewAcl(s3, bucket, attributes, call, key);
  checkNewLock(s3, bucket, attributes, call, key);
  const record: UploadRecord = {
    ...attributes,
    uploadId: s3.surroundings.random.hex(64),
    key,
    startedAt: s3.surroundings.clock.now(),
    ...(checksumAlgorithm === undefined ? {} : checksums(checksumAlgorithm, input.checksumType)),
  };
  if (checksumAlgorithm === undefined && input.checksumType !== undefined) {
    const message = 'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.';
    throw new S3Error('InvalidRequest', { message });
  }
  s3.store.change({ kind: 'upload', bucket: input.bucket, record });
  s3.report('upload-started', bucket, key, { uploadId: record.uploadId });
  return record;
}

function checksums(
  checksumAlgorithm: ChecksumAlgorithm,
  given: string | undefined,
): { checksumAlgorithm: ChecksumAlgorithm; checksumType: ChecksumType } {
  const checksumType = given ?? defaultType(checksumAlgorithm);
  if (!isChecksumType(checksumType))
    throw new S3Error('InvalidRequest', { message: 'Value for x-amz-checksum-type header is invalid.' });
  if (!allowsType(checksumAlgorithm, checksumType)) {
    const message = `The ${checksumType} checksum type cannot be used with the ${checksumAlgorithm.toLowerCase()} checksum algorithm.`;
    throw new S3Error('InvalidRequest', { message });
  }
  return { checksumAlgorithm, checksumType };
}
