import { S3Error } from '../errors.ts';
import type { WireRequest } from '../../service.ts';

/** What a request is about: the service, a bucket, or an object. */
export interface Target {
  readonly bucket: string | undefined;
  /** Decoded exactly once. */
  readonly key: string | undefined;
}

/** Hosts that stand for the service itself; a bucket may stand before them. */
const hosts =
  /^(?:(?<bucket>.+?)\.)?(?:s3[.-](?:dualstack\.)?(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?amazonaws\.com|(?:s3\.)?localhost(?:\.localstack\.cloud)?)$/;

/**
 * Reads bucket and key from the path, or from a virtual host before it: `bucket.localhost`, `bucket.s3.amazonaws.com`.
 *
 * @throws S3Error `InvalidURI` for a path that is not properly percent-encoded
 */
export function targetOf(request: WireRequest): Target {
  const inHost = bucketInHost(request);
  const path = request.path.slice(1);
  if (inHost !== undefined) return { bucket: inHost, key: path === '' ? undefined : decode(path) };
  if (path === '') return { bucket: undefined, key: undefined };
  const slash = path.indexOf('/');
  if (slash < 0) return { bucket: decode(path), key: undefined };
  const key = path.slice(slash + 1);
  return { bucket: decode(path.slice(0, slash)), key: key === '' ? undefined : decode(key) };
}

/** The bucket that stands before the service's host name, if one does. */
export function bucketInHost({ headers }: Pick<WireRequest, 'headers'>): string | undefined {
  const host = (headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
  return hosts.exec(host)?.groups?.['bucket'];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new S3Error('InvalidURI', { cause });
  }
}
