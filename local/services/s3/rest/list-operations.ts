import { listMultipartUploads } from '../actions/list-multipart-uploads.ts';
import { listObjectVersions, type ListedVersion } from '../actions/list-object-versions.ts';
import { listObjects, listObjectsV2 } from '../actions/list-objects.ts';
import { stateOf } from '../restore.ts';
import { readEncoding, readLimit, type ListRequest, type Page } from '../listing.ts';
import { isoTime, urlEncoded, xmlReply, type Headers } from './reply.ts';
import type { XmlValue } from '../../protocol/xml.ts';
import type { ObjectVersion } from '../records.ts';
import type { Incoming } from './incoming.ts';
import type { Operations } from './operation.ts';

export const listOperations: Operations = {
  ListObjects: (incoming) => {
    const { s3, bucket, call } = incoming;
    const request = readRequest(incoming, 'max-keys');
    const marker = incoming.query('marker') ?? '';
    const found = listObjects(s3, { bucket, ...request, marker }, call);
    const { encode, elements } = common(incoming, request, found);
    return xmlReply(
      'ListBucketResult',
      {
        Name: bucket,
        Marker: encode(marker),
        // Without a delimiter the last key says it all, and S3 leaves the marker out.
        NextMarker: found.truncated && request.delimiter !== '' ? encode(found.last!) : undefined,
        MaxKeys: request.limit,
        ...elements,
        Contents: found.items.map((version) => contents(incoming, version, encode, s3.ownerId)),
      },
      regionHeader(incoming),
    );
  },

  ListObjectsV2: (incoming) => {
    const { s3, bucket, call } = incoming;
    const request = readRequest(incoming, 'max-keys');
    const startAfter = incoming.query('start-after');
    const continuationToken = incoming.query('continuation-token');
    const found = listObjectsV2(s3, { bucket, ...request, startAfter: startAfter ?? '', continuationToken }, call);
    const { encode, elements } = common(incoming, request, found);
    const owner = incoming.query('fetch-owner') === 'true' ? s3.ownerId : undefined;
    return xmlReply(
      'ListBucketResult',
      {
        Name: bucket,
        StartAfter: startAfter === undefined ? undefined : encode(startAfter),
        ContinuationToken: continuationToken,
        NextContinuationToken: found.nextToken,
        KeyCount: found.items.length + found.commonPrefixes.length,
        MaxKeys: request.limit,
        ...elements,
        Contents: found.items.map((version) => contents(incoming, version, encode, owner)),
      },
      regionHeader(incoming),
    );
  },

  ListObjectVersions: (incoming) => {
    const { s3, bucket, call } = incoming;
    const request = readRequest(incoming, 'max-keys');
    const keyMarker = incoming.query('key-marker') ?? '';
    const versionIdMarker = incoming.query('version-id-marker');
    const found = listObjectVersions(s3, { bucket, ...request, keyMarker, versionIdMarker }, call);
    const { encode, elements } = common(incoming, request, found);
    const next = found.truncated ? { key: encode(found.last!), version: found.lastItem?.version.versionId } : undefined;
    const shown = (deleteMarker: boolean): ListedVersion[] =>
      found.items.filter(({ version }) => version.deleteMarker === deleteMarker);
    return xmlReply('ListVersionsResult', {
      Name: bucket,
      KeyMarker: encode(keyMarker),
      VersionIdMarker: versionIdMarker ?? '',
      NextKeyMarker: next?.key,
      NextVersionIdMarker: next?.version,
      MaxKeys: request.limit,
      ...elements,
      Version: shown(false).map(({ version, isLatest }) => ({
        VersionId: version.versionId,
        IsLatest: isLatest,
        ...contents(incoming, version, encode, s3.ownerId),
      })),
      DeleteMarker: shown(true).map(({ version, isLatest }) => ({
        Owner: { ID: s3.ownerId },
        Key: encode(version.key),
        VersionId: version.versionId,
        IsLatest: isLatest,
        LastModified: isoTime(version.lastModified),
      })),
    });
  },

  ListMultipartUploads: (incoming) => {
    const { s3, bucket, call } = incoming;
    const request = readRequest(incoming, 'max-uploads');
    const keyMarker = incoming.query('key-marker') ?? '';
    const uploadIdMarker = incoming.query('upload-id-marker');
    const found = listMultipartUploads(s3, { bucket, ...request, keyMarker, uploadIdMarker }, call);
    const { encode, elements } = common(incoming, request, found);
    const owner = { ID: s3.ownerId };
    // The next page is told even where there is none, but not after a common prefix.
    const last = found.items.at(-1);
    return xmlReply('ListMultipartUploadsResult', {
      Bucket: bucket,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: keyMarker === '' ? '' : (uploadIdMarker ?? ''),
      NextKeyMarker: encode(last?.key ?? ''),
      NextUploadIdMarker: last?.uploadId ?? '',
      MaxUploads: request.limit,
      ...elements,
      Prefix: request.prefix === '' ? undefined : elements['Prefix'],
      Upload: found.items.map((upload) => ({
        Key: encode(upload.key),
        UploadId: upload.uploadId,
        Initiator: owner,
        Owner: owner,
        StorageClass: upload.storageClass,
        Initiated: isoTime(upload.startedAt),
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      })),
    });
  },
};

function regionHeader({ s3, bucket }: Incoming): Headers {
  return { 'x-amz-bucket-region': s3.regionOf(s3.bucket(bucket)) };
}

function readRequest(incoming: Incoming, limit: string): ListRequest {
  return {
    prefix: incoming.query('prefix') ?? '',
    delimiter: incoming.query('delimiter') ?? '',
    limit: readLimit(incoming.query(limit), limit),
  };
}

function common(
  incoming: Incoming,
  { prefix, delimiter }: ListRequest,
  { truncated, commonPrefixes }: Page<unknown>,
): { readonly encode: (text: string) => string; readonly elements: { [name: string]: XmlValue } } {
  const encoding = readEncoding(incoming.query('encoding-type'));
  const encode = encoding === 'url' ? urlEncoded : (text: string): string => text;
  const elements = {
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: encoding,
    IsTruncated: truncated,
    CommonPrefixes: commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  };
  return { encode, elements };
}

function contents(
  incoming: Incoming,
  version: ObjectVersion,
  encode: (text: string) => string,
  ownerId: string | undefined,
): { [name: string]: XmlValue } {
  const { key, lastModified, etag, checksum, size, storageClass } = version;
  return {
    Key: encode(key),
    LastModified: isoTime(lastModified),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    Size: size,
    StorageClass: storageClass,
    Owner: ownerId === undefined ? undefined : { ID: ownerId },
    RestoreStatus: restoreStatus(incoming, version),
  };
}

/** Only if it was asked for, of what was to be restored. */
function restoreStatus({ s3, request }: Incoming, { restore }: ObjectVersion): XmlValue {
  if (request.headers['x-amz-optional-object-attributes'] !== 'RestoreStatus') return undefined;
  const state = stateOf(restore, s3.surroundings.clock.now());
  if (state === 'archived') return undefined;
  return {
    IsRestoreInProgress: state === 'ongoing',
    RestoreExpiryDate: state === 'restored' ? isoTime(restore!.endsAt) : undefined,
  };
}
