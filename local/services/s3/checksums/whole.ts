import { S3Error } from '../errors.ts';
import { isChecksum, type Checksum, type ChecksumAlgorithm } from './checksum.ts';
import type { PartChecksum, UploadRecord } from '../records.ts';

/** Algorithms that came last to S3, which takes them more strictly. */
const late: ReadonlySet<ChecksumAlgorithm> = new Set(['MD5', 'SHA512'] as const);

/**
 * The checksum that completing an upload is to compare with, of what the caller says of the whole object.
 *
 * @throws S3Error `InvalidRequest` for one of another kind than the upload was started with
 */
export function wholeChecksum(
  {
    checksum,
    checksumType: type,
  }: { readonly checksum?: PartChecksum | undefined; readonly checksumType?: string | undefined },
  { checksumAlgorithm, checksumType }: UploadRecord,
): string | undefined {
  if (type !== undefined && type !== checksumType) {
    const message = `The upload was created using the ${checksumType ?? 'null'} checksum mode. The complete request must use the same checksum mode.`;
    throw new S3Error('InvalidRequest', { message });
  }
  if (checksum === undefined || checksum.algorithm === checksumAlgorithm) return checksum?.value;
  // Where the upload named none, what is given is passed over.
  if (checksumAlgorithm === undefined && !late.has(checksum.algorithm)) return undefined;
  const [expected, actual] = [checksumAlgorithm ?? 'null', checksum.algorithm].map((name) => name.toLowerCase());
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`;
  throw new S3Error('InvalidRequest', { message });
}

/** @throws S3Error `InvalidRequest`, `BadDigest` */
export function checkWhole(expected: string | undefined, computed: Checksum | undefined): void {
  if (expected === undefined || computed === undefined) return;
  const { algorithm, value } = computed;
  const given = withoutCount(expected);
  if (!isChecksum(algorithm, given)) {
    const message = `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`;
    throw new S3Error('InvalidRequest', { message });
  }
  if (given === withoutCount(value)) return;
  throw new S3Error('BadDigest', { message: `The ${algorithm} you specified did not match the calculated checksum.` });
}

/** A composite checksum without the number of parts after it. */
function withoutCount(checksum: string): string {
  return checksum.replace(/-\d+$/, '');
}
