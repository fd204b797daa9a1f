import { createHash } from 'node:crypto';
import { S3Error } from '../errors.ts';
import { checksumElement, hasher, isChecksum, type ChecksumAlgorithm } from '../checksums/checksum.ts';
import type { PartChecksum } from '../records.ts';
import type { Bodies, Segment } from './bodies.ts';

/** A body on its way in, and what the caller says about it. */
export interface Upload {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes announced, after decoding. */
  readonly length?: number | undefined;
  /** `Content-MD5`, base64. */
  readonly md5?: string | undefined;
  /** `x-amz-content-sha256`, hexadecimal. */
  readonly sha256?: string | undefined;
  readonly checksum?: {
    readonly algorithm: ChecksumAlgorithm;
    /** Asked once the body has ended, since it may come in a trailer; undefined: compute it only. */
    readonly expected: () => string | undefined;
  };
  /**
   * The algorithm of the checksum that is kept.
   *
   * @default - that of `checksum`, else CRC64NVME
   */
  readonly keep?: ChecksumAlgorithm;
}

type Said = Omit<Upload, 'bytes' | 'keep'>;

/** A body that has arrived as announced. Whoever takes it releases its segments. */
export interface Arrived {
  readonly segments: readonly Segment[];
  readonly size: number;
  readonly md5: Buffer;
  /** The one to keep. */
  readonly checksum: PartChecksum;
  /** The one that came along, where it is another. */
  readonly given?: PartChecksum;
}

export const largestUpload = 5 * 1024 ** 3;

/**
 * Streams a body into the store and checks it on the way.
 *
 * @throws S3Error `BadDigest`, `InvalidDigest`, `XAmzContentSHA256Mismatch`, `IncompleteBody`, `EntityTooLarge`
 */
export async function takeIn(bodies: Bodies, upload: Upload): Promise<Arrived> {
  checkAnnounced(upload);
  const algorithm = upload.checksum?.algorithm ?? upload.keep ?? 'CRC64NVME';
  const running = { md5: createHash('md5'), checksum: hasher(algorithm) };
  const kept = upload.keep === undefined || upload.keep === algorithm ? undefined : hasher(upload.keep);
  const sha256 = upload.sha256 === undefined ? undefined : createHash('sha256');
  let size = 0;
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of upload.bytes) {
      size += chunk.length;
      if (size > largestUpload) throw tooLarge(size);
      running.md5.update(chunk);
      running.checksum.update(chunk);
      kept?.update(chunk);
      sha256?.update(chunk);
      yield chunk;
    }
    // Inside the generator, so that a body that fails its checks never becomes a blob.
    verify(upload, size, md5(), sha256?.digest('hex'), value());
  }
  let md5Digest: Buffer | undefined;
  const md5 = (): Buffer => (md5Digest ??= running.md5.digest());
  let digest: string | undefined;
  const value = (): string => (digest ??= running.checksum.digest().toString('base64'));
  const segments = await bodies.write(watched());
  const arrived = { segments, size, md5: md5() };
  const given = { algorithm, value: value() };
  if (kept === undefined) return { ...arrived, checksum: given };
  return { ...arrived, checksum: { algorithm: upload.keep!, value: kept.digest().toString('base64') }, given };
}

/** Checks a body that is there already. */
export function checkDigests(body: Uint8Array, said: Pick<Upload, 'md5' | 'checksum'>): void {
  checkAnnounced(said);
  const running = said.checksum && hasher(said.checksum.algorithm);
  running?.update(body);
  const checksum = running?.digest().toString('base64') ?? '';
  verify(said, body.length, createHash('md5').update(body).digest(), undefined, checksum);
}

function checkAnnounced({ length, md5 }: Said): void {
  if (length !== undefined && length > largestUpload) throw tooLarge(length);
  if (md5 === undefined) return;
  const bytes = Buffer.from(md5, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== md5) {
    throw new S3Error('InvalidDigest', { fields: { 'Content-MD5': md5 } });
  }
}

function verify(upload: Said, size: number, md5: Buffer, sha256: string | undefined, checksum: string): void {
  if (upload.length !== undefined && size !== upload.length) throw new S3Error('IncompleteBody');
  if (upload.sha256 !== undefined && sha256 !== upload.sha256) {
    const fields = { ClientComputedContentSHA256: upload.sha256, S3ComputedContentSHA256: sha256 ?? '' };
    throw new S3Error('XAmzContentSHA256Mismatch', { fields });
  }
  if (upload.md5 !== undefined && md5.toString('base64') !== upload.md5) {
    const fields = { ExpectedDigest: upload.md5, CalculatedDigest: md5.toString('base64') };
    throw new S3Error('BadDigest', { fields });
  }
  const expected = upload.checksum?.expected();
  if (upload.checksum === undefined || expected === undefined) return;
  const { algorithm } = upload.checksum;
  if (!isChecksum(algorithm, expected)) {
    throw new S3Error('InvalidRequest', {
      message: `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`,
    });
  }
  if (expected !== checksum) {
    const name = checksumElement(algorithm).replace('Checksum', '');
    throw new S3Error('BadDigest', { message: `The ${name} you specified did not match the calculated checksum.` });
  }
}

function tooLarge(size: number): S3Error {
  return new S3Error('EntityTooLarge', {
    fields: { ProposedSize: String(size), MaxSizeAllowed: String(largestUpload) },
  });
}
