import { createHash } from 'node:crypto';
import { S3Error } from '../errors.ts';
import { ofParts, type Checksum } from '../checksums/checksum.ts';
import { checkWhole, wholeChecksum } from '../checksums/whole.ts';
import { checkConflict, checkWrite, type Conditions } from '../preconditions.ts';
import { causeOf, onObject, type S3, type VersionDraft } from '../s3.ts';
import { uploadOf, type UploadTarget } from './upload-in-progress.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion, PartChecksum, PartRecord, UploadRecord } from '../records.ts';
import type { UploadInProgress } from '../store.ts';

export interface CompletedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly checksum?: string | undefined;
}

export interface CompleteMultipartUploadInput extends UploadTarget {
  readonly parts: readonly CompletedPart[];
  readonly conditions?: Conditions;
  /** The whole object's checksum and size, where the caller knows them. */
  readonly checksum?: PartChecksum | undefined;
  readonly checksumType?: string | undefined;
  readonly size?: number | undefined;
}

const leastPartBytes = 5 * 1024 * 1024;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export function completeMultipartUpload(s3: S3, input: CompleteMultipartUploadInput, call: Call): ObjectVersion {
  const { key, uploadId } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('PutObject', bucket, key));
  const earlier = bucket.versions.get(key)?.findLast((version) => version.uploadId === uploadId);
  // The caller may have lost the answer to an earlier completion.
  if (earlier !== undefined) return earlier;
  const upload = uploadOf(bucket, input);
  if (input.parts.length === 0) throw new S3Error('InvalidRequest', { message: 'You must specify at least one part' });
  const checksum = wholeChecksum(input, upload.record);
  const parts = chosenParts(upload, input);
  checkWrite(input.conditions ?? {}, s3.current(bucket, key), key);
  if (upload.overtaken) checkConflict(input.conditions ?? {}, key);
  const draft = draftOf(upload.record, parts);
  checkSize(input, draft);
  checkWhole(checksum, draft.checksum);
  const version = s3.commit(bucket, draft, causeOf('ObjectCreated:CompleteMultipartUpload', call));
  s3.store.change({ kind: 'upload-removed', bucket: input.bucket, uploadId });
  return version;
}

function chosenParts(upload: UploadInProgress, { parts, uploadId }: CompleteMultipartUploadInput): PartRecord[] {
  if (parts.some(({ partNumber }, index) => index > 0 && partNumber <= parts[index - 1]!.partNumber)) {
    throw new S3Error('InvalidPartOrder', { fields: { UploadId: uploadId } });
  }
  return parts.map((wanted, index) => {
    const part = upload.parts.get(wanted.partNumber);
    const etag = wanted.etag.replaceAll('"', '');
    const fields = { UploadId: uploadId, PartNumber: String(wanted.partNumber), ETag: etag };
    if (part === undefined || part.etag !== etag) throw new S3Error('InvalidPart', { fields });
    checkPartChecksum(upload.record, part, wanted, fields);
    if (index < parts.length - 1 && part.size < leastPartBytes) {
      const sizes = { ProposedSize: String(part.size), MinSizeAllowed: String(leastPartBytes) };
      throw new S3Error('EntityTooSmall', { fields: { ...sizes, PartNumber: fields.PartNumber, ETag: etag } });
    }
    return part;
  });
}

function checkPartChecksum(
  { checksumAlgorithm, checksumType }: UploadRecord,
  part: PartRecord,
  { checksum }: CompletedPart,
  fields: Readonly<Record<string, string>>,
): void {
  if (checksum !== undefined && checksum !== (part.given ?? part.checksum).value)
    throw new S3Error('InvalidPart', { fields });
  if (checksum !== undefined || checksumAlgorithm === undefined || checksumType === 'FULL_OBJECT') return;
  throw new S3Error('InvalidRequest', {
    message: `The upload was created using a ${checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
  });
}

function draftOf(record: UploadRecord, parts: readonly PartRecord[]): VersionDraft {
  const { startedAt: _startedAt, checksumAlgorithm: _algorithm, checksumType: _type, ...kept } = record;
  const over = createHash('md5');
  for (const part of parts) over.update(Buffer.from(part.etag, 'hex'));
  return {
    ...kept,
    etag: `${over.digest('hex')}-${parts.length}`,
    size: parts.reduce((sum, part) => sum + part.size, 0),
    segments: parts.flatMap((part) => part.segments),
    checksum: checksumOf(record, parts),
    parts: parts.map((part, index) => ({ partNumber: index + 1, size: part.size, checksum: part.checksum.value })),
  };
}

function checksumOf({ checksumAlgorithm, checksumType }: UploadRecord, parts: readonly PartRecord[]): Checksum {
  const pieces = parts.map((part) => ({ checksum: Buffer.from(part.checksum.value, 'base64'), length: part.size }));
  return ofParts(checksumAlgorithm ?? 'CRC64NVME', checksumType ?? 'FULL_OBJECT', pieces);
}

function checkSize({ size }: CompleteMultipartUploadInput, draft: VersionDraft): void {
  if (size === undefined || size === draft.size) return;
  const message = `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${draft.size}`;
  throw new S3Error('InvalidRequest', { message });
}
