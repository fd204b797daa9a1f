import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The credential scope of a signature: `AKID/20260101/us-east-1/s3/aws4_request`. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20260101` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export function readScope(credential: string): CredentialScope | undefined {
  const parts = credential.split('/');
  const [date, region, service, terminator] = parts.slice(-4);
  if (parts.length < 5 || terminator !== 'aws4_request' || !/^\d{8}$/.test(date!)) return undefined;
  return { accessKeyId: parts.slice(0, -4).join('/'), date: date!, region: region!, service: service! };
}

export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function sign(secret: string, { date, region, service }: CredentialScope, text: string): string {
  const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

export function sameSignature(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export interface SignedParts {
  readonly method: string;
  /** As received. */
  readonly path: string;
  /**
   * Whether the path as received is encoded once more and stripped of empty and dot segments. S3 alone signs it as it is.
   *
   * @default false
   */
  readonly encodedTwice?: boolean;
  readonly query: Iterable<readonly [string, string]>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

export function canonicalRequest(parts: SignedParts): string {
  const { method, path, encodedTwice = false, query, headers, signedHeaders, payloadHash } = parts;
  const pairs = [...query]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a, first], [b, second]) => byBytes(a, b) || byBytes(first, second))
    .map(([name, value]) => `${name}=${value}`);
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`);
  const uri = encodedTwice ? normalized(path).map(encode).join('/') : path.split('/').map(encodedOnce).join('/');
  return [method, uri, pairs.join('&'), lines.join(''), signedHeaders.join(';'), payloadHash].join('\n');
}

function encodedOnce(segment: string): string {
  return encode(decodeURIComponent(segment));
}

/** https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4 */
function normalized(path: string): string[] {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const open = path.endsWith('/') || kept.length === 0;
  return open ? ['', ...kept, ''] : ['', ...kept];
}

export function stringToSign(time: string, scope: CredentialScope, request: string): string {
  const hash = createHash('sha256').update(request).digest('hex');
  return ['AWS4-HMAC-SHA256', time, scopeText(scope), hash].join('\n');
}

/** `20260101T000000Z` in milliseconds since the epoch. */
export function readTime(time: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  if (second === undefined) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
