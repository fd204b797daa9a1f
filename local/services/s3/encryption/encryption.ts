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
}

export function isKms(algorithm: string | undefined): algorithm is KmsAlgorithm {
  return algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse';
}

/** What a new object is encrypted by. */
export function encryptionOf(
  given: Encryption | 'AES256' | undefined,
  byDefault: DefaultEncryption | undefined,
): Encryption | undefined {
  if (given === 'AES256') return undefined;
  if (given !== undefined || !isKms(byDefault?.algorithm)) return given;
  return { kind: 'kms', algorithm: byDefault.algorithm, bucketKey: byDefault.bucketKeyEnabled };
}
