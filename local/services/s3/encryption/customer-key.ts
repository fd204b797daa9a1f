import { createHash } from 'node:crypto';
import { S3Error, invalidArgument } from '../errors.ts';
import type { Encryption } from './encryption.ts';

type Headers = Readonly<Record<string, string | undefined>>;

export const customerPrefix = 'x-amz-server-side-encryption-customer-';
export const copySourcePrefix = `x-amz-copy-source-server-side-encryption-customer-`;

const keyBytes = 32;

/**
 * The MD5 of the key that a caller brought, once it fits.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 *
 * @throws S3Error `InvalidArgument`, `InvalidEncryptionAlgorithmError`
 */
export function readCustomerKey(headers: Headers, prefix = customerPrefix): string | undefined {
  const [algorithm, key, md5] = ['algorithm', 'key', 'key-md5'].map((name) => headers[prefix + name]);
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  if (algorithm === undefined) throw lacks('a valid encryption algorithm');
  if (algorithm !== 'AES256') {
    const fields = { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: algorithm };
    throw new S3Error('InvalidEncryptionAlgorithmError', { fields });
  }
  if (key === undefined) throw lacks('an appropriate secret key');
  if (md5 === undefined) throw lacks('the client calculated MD5 of the secret key');
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== keyBytes) throw wrong('The secret key was invalid for the specified algorithm.');
  if (createHash('md5').update(bytes).digest('base64') !== md5)
    throw wrong('The calculated MD5 hash of the key did not match the hash that was provided.');
  return md5;
}

/**
 * Whether who reads an object has its key.
 *
 * @throws S3Error `InvalidRequest` for a key too few or too many, `AccessDenied` for another one
 */
export function checkCustomerKey(encryption: Encryption | undefined, keyMd5: string | undefined): void {
  if (encryption?.kind !== 'customer') {
    if (keyMd5 === undefined) return;
    throw new S3Error('InvalidRequest', {
      message: 'The encryption parameters are not applicable to this object.',
    });
  }
  if (keyMd5 === undefined) {
    throw new S3Error('InvalidRequest', {
      message:
        'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    });
  }
  if (keyMd5 !== encryption.keyMd5) throw new S3Error('AccessDenied');
}

/**
 * Whether a part comes with the key that its upload was started with.
 *
 * @throws S3Error `InvalidRequest`
 */
export function checkPartKey(encryption: Encryption | undefined, keyMd5: string | undefined): void {
  const started = encryption?.kind === 'customer' ? encryption.keyMd5 : undefined;
  if (started === keyMd5) return;
  throw new S3Error('InvalidRequest', {
    message:
      started === undefined || keyMd5 === undefined
        ? 'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.'
        : 'The provided encryption parameters did not match the ones used originally.',
  });
}

function lacks(what: string): S3Error {
  return wrong(`Requests specifying Server Side Encryption with Customer provided keys must provide ${what}.`);
}

function wrong(message: string): S3Error {
  return invalidArgument(message, 'x-amz-server-side-encryption', 'null');
}
