import { invalidArgument } from '../errors.ts';
import type { WireRequest } from '../../service.ts';

const severalMechanisms =
  'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified';

/**
 * That the header speaks for its sender in a way that S3 knows, and alone.
 *
 * @throws S3Error `InvalidArgument`
 */
export function checkAuthorization({ headers }: WireRequest, presigned: boolean): void {
  const given = headers['authorization'] ?? '';
  if (given === '') return;
  if (presigned) throw invalidArgument(severalMechanisms, 'Authorization', given);
  if (!/^AWS(4-HMAC-SHA256)?\s/.test(given))
    throw invalidArgument('Unsupported Authorization Type', 'Authorization', given);
  if (/^AWS\s/.test(given) && !/^AWS\s+[^:\s]+:\S+$/.test(given)) {
    const message = 'AWS authorization header is invalid.  Expected AwsAccessKeyId:signature';
    throw invalidArgument(message, 'Authorization', given);
  }
}
