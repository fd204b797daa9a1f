import { invalidArgument } from '../errors.ts';
import { after, isCommonPrefix, page, type ListRequest, type Page } from '../listing.ts';
import { isVersionId } from '../select-version.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion } from '../records.ts';

export interface ListObjectVersionsInput extends ListRequest {
  readonly bucket: string;
  readonly keyMarker: string;
  readonly versionIdMarker?: string | undefined;
}

export interface ListedVersion {
  readonly version: ObjectVersion;
  readonly isLatest: boolean;
}

/** Versions of a key come newest first. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export function listObjectVersions(s3: S3, input: ListObjectVersionsInput, call: Call): Page<ListedVersion> {
  const { keyMarker, versionIdMarker } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(
    onBucket('ListBucketVersions', bucket, { 's3:prefix': input.prefix, 's3:delimiter': input.delimiter }),
  );
  checkMarkers(input);
  const skip = isCommonPrefix(keyMarker, input) ? keyMarker : undefined;
  const from = versionIdMarker === undefined && keyMarker !== '' ? after(keyMarker) : keyMarker;
  return page(bucket.keys, input, { from, skip }, (key) => {
    const versions = bucket.versions.get(key)!;
    const listed = versions
      .map((version, index) => ({ version, isLatest: index === versions.length - 1 }))
      .toReversed();
    if (key !== keyMarker || versionIdMarker === undefined) return listed;
    const seen = listed.findIndex(({ version }) => version.versionId === versionIdMarker);
    return listed.slice(seen + 1);
  });
}

/** @throws S3Error `InvalidArgument` */
function checkMarkers({ keyMarker, versionIdMarker: marker }: ListObjectVersionsInput): void {
  if (marker === undefined || (keyMarker !== '' && isVersionId(marker))) return;
  const message =
    keyMarker === ''
      ? 'A version-id marker cannot be specified without a key marker.'
      : marker === ''
        ? 'A version-id marker cannot be empty.'
        : 'Invalid version id specified';
  throw invalidArgument(message, 'version-id-marker', marker);
}
