import { checkCustomerKey } from '../encryption/customer-key.ts';
import { S3Error } from '../errors.ts';
import { checkRead, type Conditions } from '../preconditions.ts';
import { checkBodyThere } from '../restore.ts';
import { readRange, type ByteRange } from '../range.ts';
import { namedVersion, readable, type ObjectId } from '../select-version.ts';
import { readPartNumber } from './upload-in-progress.ts';
import type { Readable } from 'node:stream';
import type { Call } from '../../service.ts';
import type { ObjectVersion, PartSummary } from '../records.ts';
import type { S3 } from '../s3.ts';

export interface GetObjectInput extends ObjectId {
  readonly range?: string | undefined;
  /** As it was asked for. */
  readonly partNumber?: string | undefined;
  /** `x-amz-checksum-mode` */
  readonly checksumMode?: string | undefined;
  readonly conditions?: Conditions;
  /** Of the customer's key, where one came along. */
  readonly keyMd5?: string | undefined;
}

export interface FoundObject {
  readonly version: ObjectVersion;
  /** Undefined: the whole object. */
  readonly range: ByteRange | undefined;
  /** Set where a part was asked for. */
  readonly partsCount: number | undefined;
  /** The part itself, of a multipart upload. */
  readonly part?: PartSummary | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export function headObject(s3: S3, input: GetObjectInput, call: Call): FoundObject {
  checkAsked(s3, input);
  const version = readable(s3, input, 'GetObject', call);
  checkCustomerKey(version.encryption, input.keyMd5);
  checkRead(input.conditions ?? {}, version, s3.surroundings.clock.now());
  if (input.partNumber === undefined)
    return { version, range: readRange(input.range, version.size), partsCount: undefined };
  const partNumber = readPartNumber(input.partNumber);
  const range = rangeOfPart(version, partNumber);
  return { version, range, partsCount: version.parts?.length, part: version.parts?.[partNumber - 1] };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function getObject(s3: S3, input: GetObjectInput, call: Call): FoundObject & { readonly body: Readable } {
  const found = headObject(s3, input, call);
  checkBodyThere(found.version, s3.surroundings.clock.now());
  const { version, range = { start: 0, end: found.version.size } } = found;
  s3.report('read', s3.bucket(input.bucket), input.key, {
    versionId: version.versionId,
    bytes: range.end - range.start,
  });
  return { ...found, body: s3.bodies.read(version.segments, range.start, range.end) };
}

/** What is wrong whether the key is there or not: S3 looks at it after the bucket and before the key. */
function checkAsked(s3: S3, { bucket, key, versionId, partNumber, range, checksumMode }: GetObjectInput): void {
  const found = s3.bucket(bucket);
  if (versionId !== undefined) namedVersion(found, key, versionId);
  if (partNumber !== undefined && range !== undefined)
    throw new S3Error('InvalidRequest', { message: 'Cannot specify both Range header and partNumber query parameter' });
  if (partNumber !== undefined) readPartNumber(partNumber);
  if (checksumMode !== undefined && checksumMode.toUpperCase() !== 'ENABLED')
    throw new S3Error('InvalidRequest', { message: 'Value for x-amz-checksum-mode header is invalid.' });
}

function rangeOfPart(version: ObjectVersion, partNumber: number): ByteRange {
  const parts = version.parts ?? [{ partNumber: 1, size: version.size }];
  let start = 0;
  for (const [index, part] of parts.entries()) {
    if (index + 1 === partNumber) return { start, end: start + part.size };
    start += part.size;
  }
  throw new S3Error('InvalidPartNumber', {
    fields: { ActualPartCount: String(parts.length), PartNumberRequested: String(partNumber) },
  });
}
