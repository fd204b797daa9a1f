import { createHash } from 'node:crypto';
import { NotSimulated } from '../../aws-error.ts';
import { invalidArgument } from '../errors.ts';
import { customerPrefix, readCustomerKey } from './customer-key.ts';
import { isKms, type Encryption } from './encryption.ts';
import type { Surroundings } from '../../service.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const algorithmHeader = 'x-amz-server-side-encryption';

/**
 * What a new object is to be encrypted by; undefined leaves it to the bucket.
 *
 * @throws S3Error `InvalidArgument`; NotSimulated for keys of one's own, whose policies nobody would check here
 */
export function readEncryption(headers: Headers): Encryption | 'AES256' | undefined {
  const algorithm = headers[algorithmHeader];
  const keyMd5 = readCustomerKey(headers);
  if (keyMd5 !== undefined) {
    if (algorithm === undefined) return { kind: 'customer', keyMd5 };
    throw invalidArgument(
      'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
      algorithmHeader,
      algorithm,
    );
  }
  const keyId = headers[`${algorithmHeader}-aws-kms-key-id`];
  if (!isKms(algorithm)) {
    if (algorithm !== undefined && algorithm !== 'AES256')
      throw invalidArgument('The encryption method specified is not supported', algorithmHeader, algorithm);
    if (keyId === undefined) return algorithm;
    const message = `Server Side Encryption with AWS KMS managed key requires HTTP header ${algorithmHeader} : aws:kms`;
    throw invalidArgument(message, algorithmHeader, algorithm ?? 'null');
  }
  if (keyId !== undefined) throw new NotSimulated('S3 encryption with a KMS key of one’s own');
  const bucketKey = headers[`${algorithmHeader}-bucket-key-enabled`]?.toLowerCase() === 'true';
  return { kind: 'kms', algorithm, bucketKey };
}

/** What is told of an object's encryption. */
export function encryptionHeaders(encryption: Encryption | undefined, surroundings: Surroundings): Headers {
  if (encryption === undefined) return { [algorithmHeader]: 'AES256' };
  if (encryption.kind === 'customer')
    return { [`${customerPrefix}algorithm`]: 'AES256', [`${customerPrefix}key-md5`]: encryption.keyMd5 };
  return {
    [algorithmHeader]: encryption.algorithm,
    [`${algorithmHeader}-aws-kms-key-id`]: managedKeyArn(surroundings),
    [`${algorithmHeader}-bucket-key-enabled`]: encryption.bucketKey ? 'true' : undefined,
  };
}

/** The account's own key for S3, which everyone who may use S3 may use. */
function managedKeyArn({ region, accountId }: Surroundings): string {
  const hex = createHash('sha256').update(`aws/s3 ${region} ${accountId}`).digest('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)];
  return `arn:aws:kms:${region}:${accountId}:key/${id.join('-')}`;
}
