import { checkDigests } from '../bodies/intake.ts';
import { S3Error, invalidArgument } from '../errors.ts';
import { givenChecksum } from './checksum-headers.ts';
import { parseXml, type XmlNode } from './xml.ts';
import type { S3 } from '../s3.ts';
import type { Call, WireRequest } from '../../service.ts';
import type { Conditions } from '../preconditions.ts';
import type { ObjectId } from '../select-version.ts';

/** No document of the API is larger. */
const longestDocument = 4 * 1024 * 1024;

/** One request on its way to an operation. */
export class Incoming {
  readonly s3: S3;
  readonly call: Call;
  readonly request: WireRequest;
  readonly #bucket: string | undefined;
  readonly #key: string | undefined;

  constructor(
    s3: S3,
    request: WireRequest,
    call: Call,
    target: { bucket: string | undefined; key: string | undefined },
  ) {
    this.s3 = s3;
    this.request = request;
    this.call = call;
    this.#bucket = target.bucket;
    this.#key = target.key;
  }

  /** Routes see to it that this is asked only where there is one. */
  get bucket(): string {
    return this.#bucket!;
  }

  get key(): string {
    return this.#key!;
  }

  get object(): ObjectId {
    return { bucket: this.bucket, key: this.key, versionId: this.query('versionId') };
  }

  header(name: string): string | undefined {
    return this.request.headers[name];
  }

  query(name: string): string | undefined {
    return this.request.query.get(name) ?? undefined;
  }

  /** @throws S3Error `InvalidArgument` unless absent, empty or a whole number */
  wholeNumber(name: string): number | undefined {
    const text = this.query(name);
    if (text === undefined || text === '') return undefined;
    if (!/^\d+$/.test(text))
      throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
    return Number(text);
  }

  conditions(prefix = ''): Conditions {
    return {
      ifMatch: this.header(`${prefix}if-match`),
      ifNoneMatch: this.header(`${prefix}if-none-match`),
      ifModifiedSince: this.header(`${prefix}if-modified-since`),
      ifUnmodifiedSince: this.header(`${prefix}if-unmodified-since`),
    };
  }

  bytes(): AsyncIterable<Uint8Array> {
    const { stream, body } = this.request;
    return stream ?? once(body);
  }

  /**
   * @param checksumOf what a checksum among the headers is about
   * @throws S3Error `BadDigest`, `InvalidDigest`, `InvalidRequest`
   */
  async document(checksumOf: 'document' | 'object' = 'document'): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of this.bytes()) {
      size += chunk.length;
      if (size > longestDocument) throw new S3Error('MalformedXML', { message: 'The request document is too large' });
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const { headers } = this.request;
    const given = checksumOf === 'document' ? givenChecksum(headers) : undefined;
    const checksum = given && { algorithm: given.algorithm, expected: () => given.value };
    checkDigests(body, { md5: headers['content-md5'], ...(checksum && { checksum }) });
    return body.toString('utf8');
  }

  /**
   * The request's document. S3 looks for the bucket before it reads one.
   *
   * @throws S3Error `NoSuchBucket`, `MalformedXML`
   */
  async xml(root: string): Promise<XmlNode> {
    this.s3.bucket(this.bucket);
    return parseXml(await this.document(), root);
  }
}

async function* once(body: Buffer): AsyncGenerator<Uint8Array> {
  if (body.length > 0) yield body;
}
