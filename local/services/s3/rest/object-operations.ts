import { copyObject } from '../actions/copy-object.ts';
import { readCopySource } from '../actions/copy-source.ts';
import { deleteObject } from '../actions/delete-object.ts';
import { deleteObjects, type DeleteRequest } from '../actions/delete-objects.ts';
import { getObject, headObject, type GetObjectInput } from '../actions/get-object.ts';
import { getObjectAttributes } from '../actions/get-object-attributes.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from '../actions/object-tagging.ts';
import { putObject } from '../actions/put-object.ts';
import { S3Error, invalidArgument } from '../errors.ts';
import { copySourcePrefix, readCustomerKey } from '../encryption/customer-key.ts';
import { encryptionHeaders } from '../encryption/headers.ts';
import { expirationOf } from '../lifecycle/expiration.ts';
import { readTagSet, writeTagSet } from '../tags.ts';
import { readAttributes } from './attributes.ts';
import { readHeaders, versionHeader, writtenHeaders, writtenVersion } from './object-headers.ts';
import { attributesDocument } from './object-document.ts';
import { checksumElement } from '../checksums/checksum.ts';
import { empty, isoTime, present, xmlReply } from './reply.ts';
import { checkDigested, readAlgorithm } from './checksum-headers.ts';
import { readUpload } from './upload.ts';
import { childrenOf, isTrue, requiredText, textOf } from './xml.ts';
import { postObject } from './post-object.ts';
import type { Incoming } from './incoming.ts';
import type { Operations } from './operation.ts';

const objectAttributes = new Set(['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']);

export const objectOperations: Operations = {
  PutObject: async (incoming) => {
    const { s3, bucket, key, call } = incoming;
    const attributes = readAttributes(incoming.request.headers, s3.bucket(bucket).record);
    const input = { bucket, key, upload: readUpload(incoming), attributes, conditions: incoming.conditions() };
    return empty(200, writtenHeaders(s3, bucket, await putObject(s3, input, call)));
  },

  PostObject: postObject,

  GetObject: (incoming) => {
    checkOverrides(incoming);
    const found = getObject(incoming.s3, readInput(incoming), incoming.call);
    const status = found.range === undefined ? 200 : 206;
    return { status, headers: present(readHeaders(incoming, found)), body: found.body };
  },

  HeadObject: (incoming) => {
    const found = headObject(incoming.s3, readInput(incoming), incoming.call);
    return { status: found.range === undefined ? 200 : 206, headers: present(readHeaders(incoming, found)), body: '' };
  },

  DeleteObject: (incoming) => {
    const { s3, bucket, object, call } = incoming;
    const foreignCondition = ['x-amz-if-match-size', 'x-amz-if-match-last-modified-time'].find(
      (name) => incoming.header(name) !== undefined,
    );
    const bypass = incoming.header('x-amz-bypass-governance-retention');
    const input = { ...object, ifMatch: incoming.header('if-match'), foreignCondition, bypass };
    const { versionId, deleteMarker } = deleteObject(s3, input, call);
    return empty(204, {
      'x-amz-version-id': versionHeader(s3, bucket, versionId),
      'x-amz-delete-marker': deleteMarker ? 'true' : undefined,
    });
  },

  DeleteObjects: async (incoming) => {
    const { s3, bucket, call } = incoming;
    s3.bucket(bucket);
    checkDigested(incoming.request.headers);
    const document = await incoming.xml('Delete');
    const objects = childrenOf(document, 'Object').map((node): DeleteRequest => ({
      key: requiredText(node, 'Key'),
      versionId: textOf(node, 'VersionId'),
      ifMatch: textOf(node, 'ETag'),
      foreignCondition: ['Size', 'LastModifiedTime'].find((name) => textOf(node, name) !== undefined),
    }));
    const bypass = incoming.header('x-amz-bypass-governance-retention');
    const { deleted, errors } = deleteObjects(s3, { bucket, objects, bypass }, call);
    const shown = isTrue(document, 'Quiet') ? [] : deleted;
    return xmlReply('DeleteResult', {
      Deleted: shown.map(({ request, versionId, deleteMarker }) => ({
        Key: request.key,
        VersionId: request.versionId,
        DeleteMarker: deleteMarker ? true : undefined,
        DeleteMarkerVersionId: deleteMarker ? versionId : undefined,
      })),
      Error: errors.map(({ request, error }) => ({
        Key: request.key,
        VersionId: request.versionId,
        Code: error.code,
        Message: error.message,
      })),
    });
  },

  CopyObject: async (incoming) => {
    const { s3, bucket, key, call } = incoming;
    const source = readCopySource(incoming.header('x-amz-copy-source')!);
    const checksumAlgorithm = readAlgorithm(incoming.header('x-amz-checksum-algorithm'));
    const { version, source: copied } = await copyObject(
      s3,
      {
        bucket,
        key,
        source,
        sourceConditions: incoming.conditions('x-amz-copy-source-'),
        conditions: incoming.conditions(),
        attributes: readAttributes(incoming.request.headers, s3.bucket(bucket).record),
        encryptionGiven: incoming.header('x-amz-server-side-encryption') !== undefined,
        sourceKeyMd5: readCustomerKey(incoming.request.headers, copySourcePrefix),
        replaceMetadata: directive(incoming, 'x-amz-metadata-directive'),
        replaceTags: directive(incoming, 'x-amz-tagging-directive'),
        storageClassGiven: incoming.header('x-amz-storage-class') !== undefined,
        checksumAlgorithm,
      },
      call,
    );
    const { checksum } = version;
    const result = {
      LastModified: isoTime(version.lastModified),
      ETag: `"${version.etag}"`,
      ...(checksum !== undefined && { [checksumElement(checksum.algorithm)]: checksum.value }),
      // Told of a checksum that was asked for alone.
      ChecksumType: checksumAlgorithm === undefined ? undefined : checksum?.type,
    };
    return xmlReply('CopyObjectResult', result, {
      'x-amz-version-id': writtenVersion(version.versionId),
      'x-amz-expiration': expirationOf(s3.bucket(bucket).record.lifecycle, version),
      'x-amz-copy-source-version-id': versionHeader(s3, source.bucket, copied.versionId),
      ...encryptionHeaders(version.encryption, s3.surroundings),
    });
  },

  GetObjectAttributes: (incoming) => {
    const { s3, bucket, object, call } = incoming;
    const asked = new Set((incoming.header('x-amz-object-attributes') ?? '').split(',').map((name) => name.trim()));
    if (asked.has(''))
      throw new S3Error('InvalidRequest', {
        message:
          'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
      });
    const unknown = [...asked].find((name) => !objectAttributes.has(name));
    if (unknown !== undefined)
      throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
    const version = getObjectAttributes(s3, { ...object, keyMd5: readCustomerKey(incoming.request.headers) }, call);
    return xmlReply('GetObjectAttributesResponse', attributesDocument(version, asked, partsWanted(incoming)), {
      'last-modified': new Date(version.lastModified).toUTCString(),
      'x-amz-version-id': versionHeader(s3, bucket, version.versionId),
    });
  },

  GetObjectTagging: ({ s3, bucket, object, call }) => {
    const { tags, versionId } = getObjectTagging(s3, object, call);
    return xmlReply('Tagging', writeTagSet(tags), { 'x-amz-version-id': versionHeader(s3, bucket, versionId) });
  },
  PutObjectTagging: async (incoming) => {
    const { s3, bucket, object, call } = incoming;
    const tags = readTagSet(await incoming.xml('Tagging'), 'object');
    const { versionId } = putObjectTagging(s3, { ...object, tags }, call);
    return empty(200, { 'x-amz-version-id': versionHeader(s3, bucket, versionId) });
  },
  DeleteObjectTagging: ({ s3, bucket, object, call }) => {
    const { versionId } = deleteObjectTagging(s3, object, call);
    return empty(204, { 'x-amz-version-id': versionHeader(s3, bucket, versionId) });
  },
};

/** Headers of one's own choice on someone else's object are for those who signed. */
function checkOverrides({ request, call }: Incoming): void {
  const asked = [...request.query.keys()].some((name) => name.startsWith('response-'));
  if (!asked || call.caller.principal !== 'anonymous') return;
  throw new S3Error('InvalidRequest', {
    message: 'Request specific response headers cannot be used for anonymous GET requests.',
  });
}

function readInput(incoming: Incoming): GetObjectInput {
  return {
    ...incoming.object,
    range: incoming.header('range'),
    partNumber: incoming.query('partNumber'),
    checksumMode: incoming.header('x-amz-checksum-mode'),
    conditions: incoming.conditions(),
    keyMd5: readCustomerKey(incoming.request.headers),
  };
}

function directive(incoming: Incoming, name: string): boolean {
  const value = incoming.header(name) ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value === 'REPLACE';
  throw invalidArgument(
    name.includes('metadata') ? 'Unknown metadata directive.' : 'Unknown tagging directive.',
    name,
    value,
  );
}

function partsWanted(incoming: Incoming): { readonly limit: number; readonly after: number } {
  const limit = Number(incoming.header('x-amz-max-parts') ?? 1000);
  return { limit: Math.min(limit, 1000), after: Number(incoming.header('x-amz-part-number-marker') ?? 0) };
}
