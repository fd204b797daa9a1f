import { takeIn } from '../bodies/intake.ts';
import { checkPartKey } from '../encryption/customer-key.ts';
import { onObject, type S3 } from '../s3.ts';
import { readCopyRange } from '../range.ts';
import { sourceVersion } from './copy-source.ts';
import { uploadOf, type UploadTarget } from './upload-in-progress.ts';
import { keepPart } from './upload-part.ts';
import type { Call } from '../../service.ts';
import type { Conditions } from '../preconditions.ts';
import type { ObjectVersion, PartRecord, UploadRecord } from '../records.ts';
import type { ObjectId } from '../select-version.ts';

export interface UploadPartCopyInput extends UploadTarget {
  readonly partNumber: number;
  readonly source: ObjectId;
  readonly sourceConditions?: Conditions;
  readonly range?: string | undefined;
  readonly keyMd5?: string | undefined;
  readonly sourceKeyMd5?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export async function uploadPartCopy(
  s3: S3,
  input: UploadPartCopyInput,
  call: Call,
): Promise<{ readonly part: PartRecord; readonly source: ObjectVersion; readonly upload: UploadRecord }> {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('PutObject', bucket, input.key));
  const { record } = uploadOf(bucket, input);
  checkPartKey(record.encryption, input.keyMd5);
  const source = sourceVersion(s3, input, call);
  const { start, end } = readCopyRange(input.range, source.size);
  const arrived = await takeIn(s3.bodies, {
    bytes: s3.bodies.read(source.segments, start, end),
    checksum: { algorithm: record.checksumAlgorithm ?? 'CRC64NVME', expected: () => undefined },
  });
  return { part: keepPart(s3, input, arrived), source, upload: record };
}
