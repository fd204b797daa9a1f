import { checksumHeader } from '../checksums/checksum.ts';
import { encryptionHeaders } from '../encryption/headers.ts';
import { expirationOf } from '../lifecycle/expiration.ts';
import { lockHeaders } from '../object-lock/headers.ts';
import { restoreHeader } from '../restore.ts';
import { redirectHeader } from './attributes.ts';
import type { ObjectVersion } from '../records.ts';
import type { S3 } from '../s3.ts';
import type { FoundObject } from '../actions/get-object.ts';
import type { Incoming } from './incoming.ts';
import type { Headers } from './reply.ts';

/** Undefined while the bucket has never been versioned. */
export function versionHeader(s3: S3, bucket: string, versionId: string | undefined): string | undefined {
  return s3.bucket(bucket).record.versioning === undefined ? undefined : versionId;
}

/** A write of the version `null` says nothing of it, though the bucket's versioning is suspended. */
export function writtenVersion(versionId: string): string | undefined {
  return versionId === 'null' ? undefined : versionId;
}

/** What a write answers about the version it made. */
export function writtenHeaders(s3: S3, bucket: string, version: ObjectVersion): Headers {
  return {
    'x-amz-expiration': expirationOf(s3.bucket(bucket).record.lifecycle, version),
    etag: `"${version.etag}"`,
    'x-amz-version-id': writtenVersion(version.versionId),
    ...encryptionHeaders(version.encryption, s3.surroundings),
    ...checksumHeaders(version),
  };
}

export function checksumHeaders({ checksum }: ObjectVersion): Headers {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** What a read answers about the version it found. */
export function readHeaders(incoming: Incoming, found: FoundObject): Headers {
  const { version, range, partsCount } = found;
  const { s3, bucket } = incoming;
  const metadata = Object.entries(version.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  const asked = overrides.map((name) => [name, incoming.query(`response-${name}`) ?? version.headers[name]]);
  return {
    ...(Object.fromEntries([...asked, ...metadata]) as Headers),
    'accept-ranges': 'bytes',
    'content-length': String(range === undefined ? version.size : range.end - range.start),
    'content-range': range === undefined ? undefined : `bytes ${range.start}-${range.end - 1}/${version.size}`,
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.lastModified).toUTCString(),
    ...lockHeaders(version.lock),
    'x-amz-restore': restoreHeader(version, s3.surroundings.clock.now()),
    // Only what is current expires; a version asked for by its id may be any.
    'x-amz-expiration':
      incoming.query('versionId') === undefined ? expirationOf(s3.bucket(bucket).record.lifecycle, version) : undefined,
    [redirectHeader]: version.headers[redirectHeader],
    'x-amz-mp-parts-count': partsCount === undefined ? undefined : String(partsCount),
    ...encryptionHeaders(version.encryption, s3.surroundings),
    'x-amz-storage-class': version.storageClass === 'STANDARD' ? undefined : version.storageClass,
    'x-amz-tagging-count': version.tags.length === 0 ? undefined : String(version.tags.length),
    'x-amz-version-id': versionHeader(s3, bucket, version.versionId),
    ...readChecksum(incoming, found),
  };
}

/** A part of a composite has a checksum of its own, which is told unasked; else there is that of the whole object. */
function readChecksum(incoming: Incoming, { version, range, part }: FoundObject): Headers {
  const { checksum } = version;
  if (checksum?.type === 'COMPOSITE' && part?.checksum !== undefined)
    return { [checksumHeader(checksum.algorithm)]: part.checksum, 'x-amz-checksum-type': checksum.type };
  const whole = range === undefined || range.end - range.start === version.size;
  return incoming.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' && whole ? checksumHeaders(version) : {};
}
