import { withPublicGrants } from './acl/public-access.ts';
import { Bodies } from './bodies/bodies.ts';
import { S3Error } from './errors.ts';
import { Lifecycle } from './lifecycle/lifecycle.ts';
import { lockOfNew } from './object-lock/lock.ts';
import { Notifications } from './notifications/delivery.ts';
import { Store, type Bucket, type Change } from './store.ts';
import type { Call, Caller, Demand, Surroundings } from '../service.ts';
import type { Acl } from './acl/acl.ts';
import type { Encryption } from './encryption/encryption.ts';
import type { BucketRecord, ObjectVersion } from './records.ts';
import type { S3Ports } from './ports.ts';

/** Why an object appeared or went, as notifications call it: `ObjectCreated:Put`. */
export type ObjectEvent =
  | `ObjectCreated:${'Put' | 'Post' | 'Copy' | 'CompleteMultipartUpload'}`
  | `ObjectRemoved:${'Delete' | 'DeleteMarkerCreated'}`
  | 'LifecycleTransition'
  | `LifecycleExpiration:${'Delete' | 'DeleteMarkerCreated'}`
  | `ObjectTagging:${'Put' | 'Delete'}`
  | 'ObjectAcl:Put';

export interface Cause {
  readonly event: ObjectEvent;
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceHeader?: string | undefined;
}

export function causeOf<E extends ObjectEvent>(
  event: E,
  { caller, requestId, traceHeader }: Call,
): Cause & { event: E } {
  return { event, caller, requestId, traceHeader };
}

export type VersionDraft = Omit<ObjectVersion, 'versionId' | 'lastModified' | 'sequencer' | 'deleteMarker'>;

/** The simulated S3 of one account and region: buckets, objects and their versions. Actions work through it. */
export class S3 {
  readonly surroundings: Surroundings;
  readonly ports: S3Ports;
  readonly bodies: Bodies;
  readonly store: Store;
  readonly notifications: Notifications;
  readonly lifecycle: Lifecycle;
  #sequence = 0;

  constructor(surroundings: Surroundings, ports: S3Ports) {
    this.surroundings = surroundings;
    this.ports = ports;
    const fault = (error: unknown): void =>
      surroundings.journal({ service: 's3', event: 'fault', resource: 's3', error });
    this.bodies = new Bodies(ports.blobs, () => surroundings.random.hex(32), fault);
    this.store = new Store(this.bodies);
    this.notifications = new Notifications(surroundings, this.store, ports);
    this.lifecycle = new Lifecycle(this);
  }

  /** Called with every change, as plain JSON. */
  set onChange(listener: ((change: Change) => void) | undefined) {
    this.store.onChange = listener;
  }

  /** Replays a change; call `resume` after the last. */
  restore(change: Change): void {
    this.store.restore(change);
    if (change.kind === 'version') this.#sequence += 1;
  }

  /** Takes up what was under way: undelivered notifications, the lifecycle's daily round. */
  resume(): void {
    this.notifications.resume();
    this.lifecycle.arm();
  }

  get ownerId(): string {
    // A canonical user id is 64 hexadecimal digits; this one is made of the account's number.
    return this.surroundings.accountId.padStart(64, '0');
  }

  /** @throws S3Error `NoSuchBucket` */
  bucket(name: string): Bucket {
    const bucket = this.store.buckets.get(name);
    if (bucket === undefined) throw new S3Error('NoSuchBucket', { fields: { BucketName: name } });
    return bucket;
  }

  /** The region a bucket says it is in. */
  regionOf({ record }: Bucket): string {
    return record.region ?? this.surroundings.region;
  }

  update(bucket: Bucket, change: Partial<BucketRecord>): void {
    this.store.change({ kind: 'bucket', record: { ...bucket.record, ...change } });
  }

  current(bucket: Bucket, key: string): ObjectVersion | undefined {
    return bucket.versions.get(key)?.at(-1);
  }

  /** Makes a version current. Everything before this line may wait; from here on nothing does. */
  commit(bucket: Bucket, draft: VersionDraft, cause: Cause): ObjectVersion {
    const stamp = this.#stamp(bucket);
    const { objectLock } = bucket.record;
    const lock = objectLock && { lock: lockOfNew(draft.lock, objectLock, stamp.lastModified) };
    return this.#add(bucket, { ...draft, ...lock, ...stamp, deleteMarker: false }, cause);
  }

  addDeleteMarker(bucket: Bucket, key: string, cause: Cause): ObjectVersion {
    const nothing = { etag: '', size: 0, segments: [], headers: {}, metadata: {}, tags: [], storageClass: 'STANDARD' };
    return this.#add(bucket, { key, ...nothing, ...this.#stamp(bucket), deleteMarker: true }, cause);
  }

  removeVersion(bucket: Bucket, version: ObjectVersion, cause: Cause): void {
    const { key, versionId } = version;
    this.store.change({ kind: 'version-removed', bucket: bucket.record.name, key, versionId });
    this.report('deleted', bucket, key, { versionId, reason: cause.event });
    // The event names the removal's own place in the order of changes, not that of the version.
    this.notifications.announce(bucket.record, { ...version, sequencer: this.#sequencer() }, cause);
  }

  /** Gives a version another storage class. */
  moveVersion(bucket: Bucket, version: ObjectVersion, storageClass: string, cause: Cause): void {
    const record = { ...version, storageClass };
    this.store.change({ kind: 'version', bucket: bucket.record.name, record });
    this.report('moved', bucket, version.key, { versionId: version.versionId, storageClass });
    this.notifications.announce(bucket.record, record, cause);
  }

  /** Hexadecimal; of what is not encrypted by S3's own keys, anything but the MD5. */
  etagOf(md5: Buffer, encryption: Encryption | undefined): string {
    return encryption === undefined ? md5.toString('hex') : this.surroundings.random.hex(32);
  }

  report(event: string, bucket: Bucket, key: string, details: Readonly<Record<string, unknown>>): void {
    this.surroundings.journal({ service: 's3', event, resource: objectArn(bucket.record.name, key), ...details });
  }

  #add(bucket: Bucket, version: ObjectVersion, cause: Cause): ObjectVersion {
    this.store.change({ kind: 'version', bucket: bucket.record.name, record: version });
    const { key, versionId, size, etag, deleteMarker } = version;
    this.report(deleteMarker ? 'delete-marker-created' : 'created', bucket, key, {
      versionId,
      size,
      etag,
      reason: cause.event,
    });
    this.notifications.announce(bucket.record, version, cause);
    return version;
  }

  #stamp(bucket: Bucket): Pick<ObjectVersion, 'versionId' | 'lastModified' | 'sequencer'> {
    const { clock, random } = this.surroundings;
    const versionId = bucket.record.versioning === 'Enabled' ? random.hex(32) : 'null';
    return { versionId, lastModified: clock.now(), sequencer: this.#sequencer() };
  }

  /** Hexadecimal, of one length, growing with every change of any key. */
  #sequencer(): string {
    const time = this.surroundings.clock.now().toString(16).padStart(12, '0');
    return `${time}${(this.#sequence++).toString(16).padStart(8, '0')}`.toUpperCase();
  }
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}

export function onBucket(action: string, bucket: Bucket, conditions?: Demand['conditions']): Demand {
  const arn = bucketArn(bucket.record.name);
  const demand = { action: `s3:${action}`, resource: arn, policy: withPublicGrants(bucket.record, arn, undefined) };
  return conditions === undefined ? demand : { ...demand, conditions };
}

/** @param acl of the version it is about, where ACLs have a say in the action */
export function onObject(action: string, { record }: Bucket, key: string, acl?: Acl): Demand {
  const resource = objectArn(record.name, key);
  const object = acl && { acl, arn: resource };
  return { action: `s3:${action}`, resource, policy: withPublicGrants(record, bucketArn(record.name), object) };
}
