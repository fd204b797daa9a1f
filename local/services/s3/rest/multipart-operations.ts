import { abortMultipartUpload } from '../actions/abort-multipart-upload.ts';
import { completeMultipartUpload } from '../actions/complete-multipart-upload.ts';
import { readCopySource } from '../actions/copy-source.ts';
import { createMultipartUpload } from '../actions/create-multipart-upload.ts';
import { listParts } from '../actions/list-parts.ts';
import { uploadPart } from '../actions/upload-part.ts';
import { uploadPartCopy } from '../actions/upload-part-copy.ts';
import { checksumAlgorithms, checksumElement, checksumHeader } from '../checksums/checksum.ts';
import { copySourcePrefix, readCustomerKey } from '../encryption/customer-key.ts';
import { encryptionHeaders } from '../encryption/headers.ts';
import { abortionOf, expirationOf } from '../lifecycle/expiration.ts';
import { readLimit } from '../listing.ts';
import { readAttributes } from './attributes.ts';
import { versionHeader, writtenVersion } from './object-headers.ts';
import { checksumElements } from './object-document.ts';
import { empty, isoTime, xmlReply } from './reply.ts';
import { givenChecksum, readAlgorithm } from './checksum-headers.ts';
import { readUpload } from './upload.ts';
import { childrenOf, parseXml, requiredText, textOf, wholeNumber } from './xml.ts';
import { readPartNumber, type UploadTarget } from '../actions/upload-in-progress.ts';
import type { PartRecord, UploadRecord } from '../records.ts';
import type { Incoming } from './incoming.ts';
import type { Operations } from './operation.ts';

export const multipartOperations: Operations = {
  CreateMultipartUpload: (incoming) => {
    const { s3, bucket, key, call } = incoming;
    const upload = createMultipartUpload(
      s3,
      {
        bucket,
        key,
        attributes: readAttributes(incoming.request.headers, s3.bucket(bucket).record),
        checksumAlgorithm: readAlgorithm(incoming.header('x-amz-checksum-algorithm')),
        checksumType: incoming.header('x-amz-checksum-type'),
      },
      call,
    );
    const { uploadId, checksumAlgorithm, checksumType, encryption } = upload;
    const result = { Bucket: bucket, Key: key, UploadId: uploadId };
    return xmlReply('InitiateMultipartUploadResult', result, {
      ...abortionOf(s3.bucket(bucket).record.lifecycle, upload),
      ...encryptionHeaders(encryption, s3.surroundings),
      'x-amz-checksum-algorithm': checksumAlgorithm,
      'x-amz-checksum-type': checksumType,
    });
  },

  UploadPart: async (incoming) => {
    const keyMd5 = readCustomerKey(incoming.request.headers);
    const input = { ...partTarget(incoming), keyMd5, upload: readUpload(incoming) };
    const { part, upload } = await uploadPart(incoming.s3, input, incoming.call);
    const { etag, checksum, given = checksum } = part;
    return empty(200, {
      etag: `"${etag}"`,
      ...encryptionHeaders(upload.encryption, incoming.s3.surroundings),
      [checksumHeader(given.algorithm)]: given.value,
    });
  },

  UploadPartCopy: async (incoming) => {
    const { s3, call } = incoming;
    const from = readCopySource(incoming.header('x-amz-copy-source')!);
    const { part, source, upload } = await uploadPartCopy(
      s3,
      {
        ...partTarget(incoming),
        source: from,
        sourceConditions: incoming.conditions('x-amz-copy-source-'),
        range: incoming.header('x-amz-copy-source-range'),
        keyMd5: readCustomerKey(incoming.request.headers),
        sourceKeyMd5: readCustomerKey(incoming.request.headers, copySourcePrefix),
      },
      call,
    );
    const result = {
      LastModified: isoTime(part.lastModified),
      ETag: `"${part.etag}"`,
      ...partChecksum(upload, part),
    };
    return xmlReply('CopyPartResult', result, {
      'x-amz-copy-source-version-id': versionHeader(s3, from.bucket, source.versionId),
      ...encryptionHeaders(upload.encryption, s3.surroundings),
    });
  },

  CompleteMultipartUpload: async (incoming) => {
    const { s3, bucket, key, call } = incoming;
    s3.bucket(bucket);
    const text = await incoming.document('object');
    const document = text === '' ? undefined : parseXml(text, 'CompleteMultipartUpload');
    const parts = childrenOf(document, 'Part').map((node) => ({
      partNumber: wholeNumber(node, 'PartNumber', 1) ?? 0,
      etag: requiredText(node, 'ETag'),
      checksum: checksumAlgorithms
        .map((algorithm) => textOf(node, checksumElement(algorithm)))
        .find((value) => value !== undefined),
    }));
    const size = incoming.header('x-amz-mp-object-size');
    const version = completeMultipartUpload(
      s3,
      {
        ...target(incoming),
        parts,
        conditions: incoming.conditions(),
        checksum: givenChecksum(incoming.request.headers),
        checksumType: incoming.header('x-amz-checksum-type'),
        size: size === undefined ? undefined : Number(size),
      },
      call,
    );
    const location = `${s3.surroundings.endpoint}/${bucket}/${encodeURIComponent(key)}`;
    const result = {
      Location: location,
      Bucket: bucket,
      Key: key,
      ETag: `"${version.etag}"`,
      ...checksumElements(version.checksum),
    };
    return xmlReply('CompleteMultipartUploadResult', result, {
      'x-amz-expiration': expirationOf(s3.bucket(bucket).record.lifecycle, version),
      'x-amz-version-id': writtenVersion(version.versionId),
      ...encryptionHeaders(version.encryption, s3.surroundings),
    });
  },

  AbortMultipartUpload: (incoming) => {
    abortMultipartUpload(incoming.s3, target(incoming), incoming.call);
    return empty(204);
  },

  ListParts: (incoming) => {
    const { s3, bucket, key, call } = incoming;
    const limit = readLimit(incoming.query('max-parts'), 'max-parts');
    const partNumberMarker = incoming.wholeNumber('part-number-marker') ?? 0;
    const { upload, parts, truncated } = listParts(s3, { ...target(incoming), limit, partNumberMarker }, call);
    const owner = { ID: s3.ownerId };
    const result = {
      Bucket: bucket,
      Key: key,
      UploadId: upload.uploadId,
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.storageClass,
      PartNumberMarker: partNumberMarker,
      NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
      MaxParts: limit,
      IsTruncated: truncated,
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
      Part: parts.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: isoTime(part.lastModified),
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...partChecksum(upload, part),
      })),
    };
    return xmlReply('ListPartsResult', result, abortionOf(s3.bucket(bucket).record.lifecycle, upload));
  },
};

/** Of single parts S3 tells checksums only where the upload was started with an algorithm. */
function partChecksum({ checksumAlgorithm }: UploadRecord, { checksum }: PartRecord): { [name: string]: string } {
  return checksumAlgorithm === undefined ? {} : { [checksumElement(checksum.algorithm)]: checksum.value };
}

function partTarget(incoming: Incoming): UploadTarget & { readonly partNumber: number } {
  return { ...target(incoming), partNumber: readPartNumber(incoming.query('partNumber') ?? '') };
}

function target(incoming: Incoming): UploadTarget {
  return { bucket: incoming.bucket, key: incoming.key, uploadId: incoming.query('uploadId') ?? '' };
}
