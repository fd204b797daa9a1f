import type { Acl } from './acl/acl.ts';
import type { Segment } from './bodies/bodies.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums/checksum.ts';
import type { CorsRule } from './cors.ts';
import type { DefaultEncryption, Encryption } from './encryption/encryption.ts';
import type { LifecycleRule } from './lifecycle/rules.ts';
import type { TransitionDefaultMinimumObjectSize } from './lifecycle/transitions.ts';
import type { NotificationTarget } from './notifications/configuration.ts';
import type { BucketLock, ObjectLock } from './object-lock/lock.ts';
import type { Restore } from './restore.ts';
import type { PolicyDocument } from '../service.ts';

/** Everything the engine keeps is made of these plain records. Times are milliseconds since the epoch. */
export interface BucketRecord {
  readonly name: string;
  readonly createdAt: number;
  /** Where it was asked for; the engine's region unless told. */
  readonly region?: string;
  readonly versioning?: 'Enabled' | 'Suspended';
  /** As given, byte for byte, which is what `GetBucketPolicy` returns. */
  readonly policy?: string;
  readonly policyDocument?: PolicyDocument;
  readonly cors?: readonly CorsRule[];
  readonly lifecycle?: readonly LifecycleRule[];
  /** Which objects its rules move though they name no sizes. */
  readonly transitionDefaultMinimumObjectSize?: TransitionDefaultMinimumObjectSize;
  readonly notifications?: readonly NotificationTarget[];
  readonly tags?: readonly Tag[];
  readonly publicAccessBlock?: PublicAccessBlock;
  readonly ownership?: string;
  readonly acl?: Acl;
  readonly objectLock?: BucketLock;
  /** Contents of documents that are only kept, by their root element, with `/` and their id where there are several. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly encryption?: DefaultEncryption;
}

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What a caller attaches to an object. */
export interface ObjectAttributes {
  /** `content-type` and its kind, by lower-case header name. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata without its `x-amz-meta-`, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly storageClass: string;
  /** Undefined: by S3's own keys. */
  readonly encryption?: Encryption;
  /** Where its bucket takes ACLs. */
  readonly acl?: Acl;
  /** What it brought along; a version's own, or its bucket's default. */
  readonly lock?: ObjectLock;
}

/** One version of an object, or the delete marker that hides those before it. */
export interface ObjectVersion extends ObjectAttributes {
  readonly key: string;
  /** `null` while the bucket is not versioned. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly lastModified: number;
  /** Without quotes. */
  readonly etag: string;
  readonly size: number;
  readonly segments: readonly Segment[];
  readonly checksum?: Checksum;
  /** Of a multipart upload, in order. */
  readonly parts?: readonly PartSummary[];
  /** The multipart upload it came from, by which a repeated completion is known. */
  readonly uploadId?: string;
  readonly sequencer: string;
  /** Of an archived version: the last copy that was asked for. */
  readonly restore?: Restore;
}

export interface PartSummary {
  readonly partNumber: number;
  readonly size: number;
  readonly checksum?: string;
}

export interface UploadRecord extends ObjectAttributes {
  readonly uploadId: string;
  readonly key: string;
  readonly startedAt: number;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: ChecksumType;
}

export interface PartRecord {
  readonly partNumber: number;
  readonly lastModified: number;
  readonly etag: string;
  readonly size: number;
  readonly segments: readonly Segment[];
  /** What makes up the object's. */
  readonly checksum: PartChecksum;
  /** The one that the part came with, where it is another. */
  readonly given?: PartChecksum;
}

export interface PartChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** A notification that has not reached its destination yet. */
export interface PendingNotification {
  readonly id: string;
  readonly bucket: string;
  readonly target: Pick<NotificationTarget, 'kind' | 'arn'>;
  readonly message: string;
  readonly traceHeader?: string | undefined;
  readonly attempts: number;
}
