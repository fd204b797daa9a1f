import { SortedKeys } from './sorted-keys.ts';
import type { Bodies } from './bodies/bodies.ts';
import type { BucketRecord, ObjectVersion, PartRecord, PendingNotification, UploadRecord } from './records.ts';

export interface Bucket {
  record: BucketRecord;
  /** By key, oldest version first. */
  readonly versions: Map<string, ObjectVersion[]>;
  readonly keys: SortedKeys;
  readonly uploads: Map<string, UploadInProgress>;
}

export interface UploadInProgress {
  readonly record: UploadRecord;
  readonly parts: Map<number, PartRecord>;
  /** Whether its key was written or deleted since it was started. */
  overtaken: boolean;
}

/** One change of the store, as plain JSON: the log that `restore` replays. */
export type Change =
  | { readonly kind: 'bucket'; readonly record: BucketRecord }
  | { readonly kind: 'bucket-removed'; readonly bucket: string }
  | { readonly kind: 'version'; readonly bucket: string; readonly record: ObjectVersion }
  | { readonly kind: 'version-removed'; readonly bucket: string; readonly key: string; readonly versionId: string }
  | { readonly kind: 'upload'; readonly bucket: string; readonly record: UploadRecord; readonly overtaken?: boolean }
  | { readonly kind: 'part'; readonly bucket: string; readonly uploadId: string; readonly record: PartRecord }
  | { readonly kind: 'upload-removed'; readonly bucket: string; readonly uploadId: string }
  | { readonly kind: 'notification'; readonly record: PendingNotification }
  | { readonly kind: 'notification-removed'; readonly id: string };

/** All state of the engine. Every change goes through `apply`, live or replayed. */
export class Store {
  readonly buckets = new Map<string, Bucket>();
  readonly pending = new Map<string, PendingNotification>();
  onChange: ((change: Change) => void) | undefined;
  readonly #bodies: Bodies;

  constructor(bodies: Bodies) {
    this.#bodies = bodies;
  }

  change(change: Change): void {
    this.restore(change);
    this.onChange?.(change);
  }

  restore(change: Change): void {
    switch (change.kind) {
      case 'bucket':
        return this.#putBucket(change.record);
      case 'bucket-removed':
        this.buckets.delete(change.bucket);
        return;
      case 'version':
        return this.#putVersion(this.#bucket(change.bucket), change.record);
      case 'version-removed':
        return this.#removeVersion(this.#bucket(change.bucket), change.key, change.versionId);
      case 'upload':
        return this.#putUpload(this.#bucket(change.bucket), change.record, change.overtaken ?? false);
      case 'part':
        return this.#putPart(this.#bucket(change.bucket).uploads.get(change.uploadId)!, change.record);
      case 'upload-removed':
        return this.#removeUpload(this.#bucket(change.bucket), change.uploadId);
      case 'notification':
        this.pending.set(change.record.id, change.record);
        return;
      case 'notification-removed':
        this.pending.delete(change.id);
    }
  }

  /** Changes that, restored into a new store, make this one again. */
  *snapshot(): Generator<Change> {
    for (const { record: bucket, versions, uploads } of this.buckets.values()) {
      yield { kind: 'bucket', record: bucket };
      for (const ofKey of versions.values())
        for (const record of ofKey) yield { kind: 'version', bucket: bucket.name, record };
      for (const { record: upload, parts, overtaken } of uploads.values()) {
        yield { kind: 'upload', bucket: bucket.name, record: upload, overtaken };
        for (const record of parts.values())
          yield { kind: 'part', bucket: bucket.name, uploadId: upload.uploadId, record };
      }
    }
    for (const record of this.pending.values()) yield { kind: 'notification', record };
  }

  #bucket(name: string): Bucket {
    return this.buckets.get(name)!;
  }

  #putBucket(record: BucketRecord): void {
    const bucket = this.buckets.get(record.name);
    if (bucket !== undefined) bucket.record = record;
    else this.buckets.set(record.name, { record, versions: new Map(), keys: new SortedKeys(), uploads: new Map() });
  }

  #putVersion(bucket: Bucket, version: ObjectVersion): void {
    this.#bodies.hold(version.segments);
    const versions = bucket.versions.get(version.key);
    if (versions === undefined) {
      bucket.versions.set(version.key, [version]);
      bucket.keys.add(version.key);
      return this.#overtake(bucket, version.key);
    }
    const same = versions.findIndex((other) => other.versionId === version.versionId);
    // New tags change a version in its place; a new `null` version is younger than the one it replaces.
    if (same >= 0 && versions[same]!.sequencer === version.sequencer) {
      this.#bodies.release(versions.splice(same, 1, version)[0]!.segments);
      return;
    }
    if (same >= 0) this.#bodies.release(versions.splice(same, 1)[0]!.segments);
    versions.push(version);
    this.#overtake(bucket, version.key);
  }

  #removeVersion(bucket: Bucket, key: string, versionId: string): void {
    const versions = bucket.versions.get(key) ?? [];
    const index = versions.findIndex((version) => version.versionId === versionId);
    if (index < 0) return;
    this.#bodies.release(versions.splice(index, 1)[0]!.segments);
    this.#overtake(bucket, key);
    if (versions.length > 0) return;
    bucket.versions.delete(key);
    bucket.keys.remove(key);
  }

  #putUpload(bucket: Bucket, record: UploadRecord, overtaken: boolean): void {
    bucket.uploads.set(record.uploadId, { record, parts: new Map(), overtaken });
  }

  #overtake(bucket: Bucket, key: string): void {
    for (const upload of bucket.uploads.values()) if (upload.record.key === key) upload.overtaken = true;
  }

  #putPart(upload: UploadInProgress, part: PartRecord): void {
    this.#bodies.hold(part.segments);
    const replaced = upload.parts.get(part.partNumber);
    upload.parts.set(part.partNumber, part);
    if (replaced !== undefined) this.#bodies.release(replaced.segments);
  }

  #removeUpload(bucket: Bucket, uploadId: string): void {
    const upload = bucket.uploads.get(uploadId);
    bucket.uploads.delete(uploadId);
    for (const part of upload?.parts.values() ?? []) this.#bodies.release(part.segments);
  }
}
