import { NotSimulated } from '../aws-error.ts';
import { S3Error } from './errors.ts';
import { redirectHeader } from './rest/attributes.ts';
import { storageClasses } from './storage-classes.ts';
import type { ObjectAttributes } from './records.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function checkBucketName(name: string): void {
  const shaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.\.|\.-|-\./.test(name);
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!shaped || reserved || address) throw new S3Error('InvalidBucketName', { fields: { BucketName: name } });
}

/** A key has 1 to 1,024 bytes. Nothing else is wrong with any of them: keys never become paths. */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > 1024) throw new S3Error('KeyTooLongError', { fields: { Size: String(size), MaxSizeAllowed: '1024' } });
}

const metadataLimit = 2048;
const elsewhere = new Set(['OUTPOSTS', 'SNOW', 'EXPRESS_ONEZONE']);

/** @throws S3Error `InvalidRedirectLocation`, `MetadataTooLarge`, `InvalidStorageClass`; NotSimulated for classes of other kinds of bucket */
export function checkAttributes({ headers, metadata, storageClass }: ObjectAttributes): void {
  if (!/^(\/|https?:\/\/)/.test(headers[redirectHeader] ?? '/')) throw new S3Error('InvalidRedirectLocation');
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > metadataLimit) {
    throw new S3Error('MetadataTooLarge', { fields: { Size: String(size), MaxSizeAllowed: String(metadataLimit) } });
  }
  if (elsewhere.has(storageClass)) throw new NotSimulated(`storage class ${storageClass}`);
  if (!storageClasses.includes(storageClass))
    throw new S3Error('InvalidStorageClass', { fields: { StorageClassRequested: storageClass } });
}
