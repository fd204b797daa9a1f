import { takeIn, largestUpload } from '../bodies/intake.ts';
import { S3Error } from '../errors.ts';
import { checkWrite, type Conditions } from '../preconditions.ts';
import { redirectHeader } from '../rest/attributes.ts';
import { checkNewAcl } from '../acl/check.ts';
import { checkNewLock } from '../object-lock/new-object.ts';
import { checkAttributes, checkKey } from '../rules.ts';
import { causeOf, onObject, type S3, type VersionDraft } from '../s3.ts';
import { sourceVersion, type CopySource } from './copy-source.ts';
import type { Encryption } from '../encryption/encryption.ts';
import type { ChecksumAlgorithm } from '../checksums/checksum.ts';
import type { Call } from '../../service.ts';
import type { ObjectAttributes, ObjectVersion } from '../records.ts';

export interface CopyObjectInput extends CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly conditions?: Conditions;
  /** What was given with the request; taken where the directives say so. */
  readonly attributes: ObjectAttributes;
  readonly replaceMetadata: boolean;
  readonly replaceTags: boolean;
  readonly storageClassGiven: boolean;
  readonly encryptionGiven: boolean;
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export async function copyObject(
  s3: S3,
  input: CopyObjectInput,
  call: Call,
): Promise<{ readonly version: ObjectVersion; readonly source: ObjectVersion }> {
  const { key, conditions = {} } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('PutObject', bucket, key));
  const source = sourceVersion(s3, input, call);
  if (input.replaceTags) call.authorize(onObject('PutObjectTagging', bucket, key));
  checkKey(key);
  checkCopy(input, source);
  const attributes = attributesOf(input, source);
  checkAttributes(attributes);
  checkNewAcl(s3, bucket, attributes, call, key);
  checkNewLock(s3, bucket, attributes, call, key);
  checkWrite(conditions, s3.current(bucket, key), key);
  // A multipart ETag or checksum speaks of parts that the copy does not have: its bytes are read anew.
  const fresh =
    source.parts !== undefined ||
    (source.encryption ?? attributes.encryption) !== undefined ||
    (input.checksumAlgorithm ?? source.checksum?.algorithm) !== source.checksum?.algorithm;
  const content = fresh ? await rewrite(s3, source, attributes.encryption, input.checksumAlgorithm) : source;
  try {
    const now = s3.bucket(input.bucket);
    checkWrite(conditions, s3.current(now, key), key);
    const { etag, size, segments, checksum } = content;
    const draft: VersionDraft = {
      ...attributes,
      key,
      etag,
      size,
      segments,
      ...(checksum === undefined ? {} : { checksum }),
    };
    return { version: s3.commit(now, draft, causeOf('ObjectCreated:Copy', call)), source };
  } finally {
    if (fresh) s3.bodies.release(content.segments);
  }
}

async function rewrite(
  s3: S3,
  source: ObjectVersion,
  encryption: Encryption | undefined,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<Pick<VersionDraft, 'etag' | 'size' | 'segments' | 'checksum'>> {
  const bytes = s3.bodies.read(source.segments, 0, source.size);
  const wanted = algorithm ?? source.checksum?.algorithm ?? 'CRC64NVME';
  const { segments, size, md5, checksum } = await takeIn(s3.bodies, {
    bytes,
    checksum: { algorithm: wanted, expected: () => undefined },
  });
  return { segments, size, etag: s3.etagOf(md5, encryption), checksum: { ...checksum, type: 'FULL_OBJECT' } };
}

function attributesOf(input: CopyObjectInput, source: ObjectVersion): ObjectAttributes {
  const { metadata } = input.replaceMetadata ? input.attributes : source;
  const { tags } = input.replaceTags ? input.attributes : source;
  return { ...input.attributes, headers: headersOf(input, source), metadata, tags };
}

/** A redirect belongs to one object and is never copied. */
function headersOf({ attributes, replaceMetadata }: CopyObjectInput, source: ObjectVersion): Record<string, string> {
  if (replaceMetadata) return attributes.headers;
  const { [redirectHeader]: _redirect, ...kept } = source.headers;
  const given = attributes.headers[redirectHeader];
  return given === undefined ? kept : { ...kept, [redirectHeader]: given };
}

function checkCopy(input: CopyObjectInput, source: ObjectVersion): void {
  if (source.size > largestUpload) {
    const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${largestUpload}`;
    throw new S3Error('InvalidRequest', { message });
  }
  const ontoItself =
    input.bucket === input.source.bucket && input.key === input.source.key && input.source.versionId === undefined;
  const changes = [
    input.replaceMetadata,
    input.storageClassGiven,
    input.encryptionGiven,
    input.attributes.encryption !== undefined,
    input.attributes.headers[redirectHeader] !== undefined,
  ];
  if (ontoItself && !changes.includes(true)) {
    throw new S3Error('InvalidRequest', {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    });
  }
}
