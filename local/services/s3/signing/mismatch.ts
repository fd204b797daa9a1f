import { S3Error } from '../errors.ts';

export interface Mismatch {
  readonly accessKeyId: string;
  readonly provided: string;
  readonly stringToSign: string;
  /** What the string to sign is made of, in version 4. */
  readonly canonicalRequest?: string;
}

/** `SignatureDoesNotMatch` with all that was signed, so that a caller can see where theirs differs. */
export function signatureMismatch({ accessKeyId, provided, stringToSign, canonicalRequest }: Mismatch): S3Error {
  const fields = {
    AWSAccessKeyId: accessKeyId,
    StringToSign: stringToSign,
    SignatureProvided: provided,
    StringToSignBytes: bytesOf(stringToSign),
    ...(canonicalRequest !== undefined && {
      CanonicalRequest: canonicalRequest,
      CanonicalRequestBytes: bytesOf(canonicalRequest),
    }),
  };
  return new S3Error('SignatureDoesNotMatch', { fields });
}

function bytesOf(text: string): string {
  return (Buffer.from(text).toString('hex').match(/../g) ?? []).join(' ');
}
