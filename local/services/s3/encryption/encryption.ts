import { S3Error } from '../errors.ts';

/**
 * What a caller asked to be encrypted by, other than by S3's own keys. Nothing is encrypted here: it is kept and answered,
 * and of customers' keys it is checked that the same one comes again.
 */
export type Encryption =
  | { readonly kind: 'customer'; readonly keyMd5: string }
  | { readonly kind: 'kms'; readonly algorithm: KmsAlgorithm; readonly bucketKey: boolean };

export type KmsAlgorithm = 'aws:kms' | 'aws:kms:dsse';

/** Of a bucket: for objects that bring no wish of their own. */
export interface DefaultEncryption {
  readonly algorithm: 'AES256' | KmsAlgorithm;
  readonly bucketKeyEnabled: boolean;
  /** Kinds of encryption that new objects may not have: `SSE-C`, or `NONE`. */
  readonly blocked?: readonly string[];
}

export function isKms(algorithm: string | undefined): algorithm is KmsAlgorithm {
  return algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse';
}

/**
 * What a new object is encrypted by.
 *
 * @throws S3Error `AccessDenied` for what its bucket blocks
 */
export function encryptionOf(
  given: Encryption | 'AES256' | undefined,
  byDefault: DefaultEncryption | undefined,
): Encryption | undefined {
  if (given === 'AES256') return undefined;
  if (given?.kind === 'customer' && byDefault?.blocked?.includes('SSE-C') === true) throw new S3Error('AccessDenied');
  if (given !== undefined || !isKms(byDefault?.algorithm)) return given;
  return { kind: 'kms', algorithm: byDefault.algorithm, bucketKey: byDefault.bucketKeyEnabled };
}
