import { takeIn, type Arrived, type Upload } from '../bodies/intake.ts';
import { checkPartKey } from '../encryption/customer-key.ts';
import { S3Error } from '../errors.ts';
import { onObject, type S3 } from '../s3.ts';
import { uploadOf, type UploadTarget } from './upload-in-progress.ts';
import type { Call } from '../../service.ts';
import type { PartRecord, UploadRecord } from '../records.ts';

export interface UploadPartInput extends UploadTarget {
  readonly partNumber: number;
  readonly upload: Upload;
  /** Of the customer's key, where one came along. */
  readonly keyMd5?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export async function uploadPart(
  s3: S3,
  input: UploadPartInput,
  call: Call,
): Promise<{ readonly part: PartRecord; readonly upload: UploadRecord }> {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('PutObject', bucket, input.key));
  const { record } = uploadOf(bucket, input);
  checkPartKey(record.encryption, input.keyMd5);
  const arrived = await takeIn(s3.bodies, withChecksum(input.upload, record));
  return { part: keepPart(s3, input, arrived), upload: record };
}

/** Adds a part to its upload, which must still be there. The part takes over the arrived segments. */
export function keepPart(s3: S3, input: UploadTarget & { readonly partNumber: number }, arrived: Arrived): PartRecord {
  try {
    const bucket = s3.bucket(input.bucket);
    const { encryption } = uploadOf(bucket, input).record;
    const { md5, ...kept } = arrived;
    const { size } = kept;
    const part = { partNumber: input.partNumber, etag: s3.etagOf(md5, encryption), ...kept };
    const record: PartRecord = { ...part, lastModified: s3.surroundings.clock.now() };
    s3.store.change({ kind: 'part', bucket: input.bucket, uploadId: input.uploadId, record });
    s3.report('part-uploaded', bucket, input.key, { uploadId: input.uploadId, partNumber: input.partNumber, size });
    return record;
  } finally {
    s3.bodies.release(arrived.segments);
  }
}

/** A part must carry the kind of checksum that its upload was started with; without one, the object gets CRC64NVME. */
function withChecksum(upload: Upload, { checksumAlgorithm, checksumType }: UploadRecord): Upload {
  const given = upload.checksum?.algorithm;
  if (checksumAlgorithm === undefined) return { ...upload, keep: 'CRC64NVME' };
  if (given === checksumAlgorithm) return upload;
  if (given === undefined && checksumType === 'FULL_OBJECT') {
    return { ...upload, checksum: { algorithm: checksumAlgorithm, expected: () => undefined } };
  }
  const [expected, actual] = [checksumAlgorithm.toLowerCase(), given?.toLowerCase() ?? 'null'];
  throw new S3Error('InvalidRequest', {
    message: `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  });
}
