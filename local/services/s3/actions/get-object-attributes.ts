import { checkCustomerKey } from '../encryption/customer-key.ts';
import { readable, type ObjectId } from '../select-version.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion } from '../records.ts';
import type { S3 } from '../s3.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export function getObjectAttributes(
  s3: S3,
  input: ObjectId & { readonly keyMd5?: string | undefined },
  call: Call,
): ObjectVersion {
  readable(s3, input, 'GetObject', call);
  const version = readable(s3, input, 'GetObjectAttributes', call);
  checkCustomerKey(version.encryption, input.keyMd5);
  return version;
}
