import { readScope, sameSignature, sign } from '../../protocol/signature.ts';
import { S3Error, invalidArgument } from '../errors.ts';
import { signatureMismatch } from './mismatch.ts';
import { signV2 } from './version-2.ts';

/** The fields of a form before its file, by lower-case name. */
export type FormFields = Readonly<Record<string, string>>;

type SecretOf = (accessKeyId: string) => string | undefined;

const version4 = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'] as const;
const version2 = ['AWSAccessKeyId', 'Signature'] as const;

/**
 * Checks that a form's policy was signed.
 *
 * @returns whose access key signed it
 * @throws S3Error `AccessDenied`, `InvalidArgument`, `InvalidAccessKeyId`, `SignatureDoesNotMatch`
 */
export function checkFormSignature(fields: FormFields, secretOf: SecretOf): string {
  const { policy } = fields;
  const given = (name: string): boolean => fields[name.toLowerCase()] !== undefined;
  const needed = [version4, version2].find((names) => names.some(given));
  if (policy === undefined || needed === undefined) throw new S3Error('AccessDenied');
  const missing = needed.find((name) => !given(name));
  if (missing !== undefined) throw missingField(missing);
  return needed === version4 ? checkVersion4(fields, policy, secretOf) : checkVersion2(fields, policy, secretOf);
}

export function missingField(name: string): S3Error {
  return invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
  );
}

function checkVersion4(fields: FormFields, policy: string, secretOf: SecretOf): string {
  const credential = fields['x-amz-credential']!;
  const provided = fields['x-amz-signature']!;
  const scope = readScope(credential);
  if (fields['x-amz-algorithm'] !== 'AWS4-HMAC-SHA256' || scope === undefined || scope.service !== 's3')
    throw invalidArgument('The signature algorithm or credential is not valid', 'X-Amz-Credential', credential);
  const { accessKeyId } = scope;
  if (!sameSignature(sign(secret(accessKeyId, secretOf), scope, policy), provided))
    throw signatureMismatch({ accessKeyId, provided, stringToSign: policy });
  return accessKeyId;
}

function checkVersion2(fields: FormFields, policy: string, secretOf: SecretOf): string {
  const accessKeyId = fields['awsaccesskeyid']!;
  const provided = fields['signature']!;
  if (!sameSignature(signV2(secret(accessKeyId, secretOf), policy), provided))
    throw signatureMismatch({ accessKeyId, provided, stringToSign: policy });
  return accessKeyId;
}

function secret(accessKeyId: string, secretOf: SecretOf): string {
  const found = secretOf(accessKeyId);
  if (found === undefined) throw new S3Error('InvalidAccessKeyId', { fields: { AWSAccessKeyId: accessKeyId } });
  return found;
}
