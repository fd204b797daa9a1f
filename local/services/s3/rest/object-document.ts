import { checksumElement, type Checksum } from '../checksums/checksum.ts';
import type { XmlValue } from '../../protocol/xml.ts';
import type { ObjectVersion } from '../records.ts';

export function checksumElements(checksum: Checksum | undefined): { [name: string]: XmlValue } {
  if (checksum === undefined) return {};
  return { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type };
}

/** Without the number of parts, which stands beside it. */
function checksumAttribute({ algorithm, value, type }: Checksum): { [name: string]: XmlValue } {
  return { [checksumElement(algorithm)]: value.replace(/-\d+$/, ''), ChecksumType: type };
}

/** `GetObjectAttributes`: only what was asked for. */
export function attributesDocument(
  version: ObjectVersion,
  asked: ReadonlySet<string>,
  { limit, after }: { readonly limit: number; readonly after: number },
): { [name: string]: XmlValue } {
  const { etag, checksum, parts, storageClass, size } = version;
  return {
    ETag: asked.has('ETag') ? etag : undefined,
    Checksum: asked.has('Checksum') && checksum !== undefined ? checksumAttribute(checksum) : undefined,
    ObjectParts: asked.has('ObjectParts') && parts !== undefined ? partsDocument(version, limit, after) : undefined,
    StorageClass: asked.has('StorageClass') ? storageClass : undefined,
    ObjectSize: asked.has('ObjectSize') ? size : undefined,
  };
}

function partsDocument({ parts = [], checksum }: ObjectVersion, limit: number, after: number): XmlValue {
  const total = { PartsCount: parts.length };
  // S3 describes single parts only where their own checksums make up the object's.
  if (checksum?.type !== 'COMPOSITE') return total;
  const rest = parts.filter((part) => part.partNumber > after);
  const shown = rest.slice(0, limit);
  return {
    ...total,
    PartNumberMarker: after,
    NextPartNumberMarker: shown.at(-1)?.partNumber ?? after,
    MaxParts: limit,
    IsTruncated: rest.length > shown.length,
    Part: shown.map((part) => ({
      PartNumber: part.partNumber,
      Size: part.size,
      [checksumElement(checksum.algorithm)]: part.checksum,
    })),
  };
}
