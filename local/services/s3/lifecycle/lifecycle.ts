import { applies, expiryTime, midnightAfter } from './expiry.ts';
import { isLocked } from '../object-lock/lock.ts';
import { classDue, coldest, isColder, isLargeEnough } from './transitions.ts';
import type { Cancel } from '../../../clock/clock.ts';
import type { Bucket } from '../store.ts';
import type { ObjectVersion } from '../records.ts';
import type { Cause, ObjectEvent, S3 } from '../s3.ts';
import type { LifecycleRule } from './rules.ts';

const day = 86_400_000;

/** Carries out lifecycle rules once a day at midnight UTC, which is when S3 lets things expire. */
export class Lifecycle {
  readonly #s3: S3;
  #cancel: Cancel | undefined;

  constructor(s3: S3) {
    this.#s3 = s3;
  }

  /** Sets the next round, or none if no bucket has rules. */
  arm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { clock } = this.#s3.surroundings;
    if (
      ![...this.#s3.store.buckets.values()].some((bucket) =>
        (bucket.record.lifecycle ?? []).some((rule) => rule.enabled),
      )
    )
      return;
    const midnight = (Math.floor(clock.now() / day) + 1) * day;
    this.#cancel = clock.schedule(midnight, () => {
      this.arm();
      this.run();
    });
  }

  run(): void {
    const now = this.#s3.surroundings.clock.now();
    for (const bucket of this.#s3.store.buckets.values()) {
      for (const rule of bucket.record.lifecycle ?? []) if (rule.enabled) this.#carryOut(bucket, rule, now);
    }
  }

  #carryOut(bucket: Bucket, rule: LifecycleRule, now: number): void {
    this.#abortUploads(bucket, rule, now);
    for (const key of Array.from(bucket.keys.from(rule.prefix))) {
      if (!key.startsWith(rule.prefix)) break;
      this.#expireNoncurrent(bucket, key, rule, now);
      this.#expireCurrent(bucket, key, rule, now);
      this.#move(bucket, key, rule, now);
    }
  }

  #expireCurrent(bucket: Bucket, key: string, rule: LifecycleRule, now: number): void {
    const versions = bucket.versions.get(key) ?? [];
    const current = versions.at(-1);
    if (current === undefined) return;
    if (current.deleteMarker) {
      // A delete marker that hides nothing any more.
      const due = rule.expireDeleteMarkers === true || expiryTime(rule, current.lastModified, now) <= now;
      if (versions.length === 1 && due) this.#remove(bucket, current);
      return;
    }
    if (!applies(rule, current) || expiryTime(rule, current.lastModified, now) > now) return;
    if (bucket.record.versioning === undefined) this.#remove(bucket, current);
    else this.#s3.addDeleteMarker(bucket, key, this.#cause('LifecycleExpiration:DeleteMarkerCreated'));
  }

  #expireNoncurrent(bucket: Bucket, key: string, rule: LifecycleRule, now: number): void {
    if (rule.noncurrentDays === undefined) return;
    const versions = bucket.versions.get(key) ?? [];
    const kept = rule.newerNoncurrentVersions ?? 0;
    const noncurrent = versions.slice(0, -1);
    for (const [index, version] of noncurrent.entries()) {
      if (noncurrent.length - index <= kept) break;
      // A version's noncurrent life starts when its successor arrives.
      const since = versions[index + 1]!.lastModified;
      if (applies(rule, version) && midnightAfter(since, rule.noncurrentDays) <= now) this.#remove(bucket, version);
    }
  }

  #move(bucket: Bucket, key: string, rule: LifecycleRule, now: number): void {
    const { transitions = [], noncurrentTransitions = [] } = rule;
    if (transitions.length + noncurrentTransitions.length === 0) return;
    const versions = bucket.versions.get(key) ?? [];
    for (const [index, version] of versions.entries()) {
      const successor = versions[index + 1];
      const newer = versions.length - 2 - index;
      const due = noncurrentTransitions.filter(
        ({ noncurrentDays, newerNoncurrentVersions = 0 }) =>
          newer >= newerNoncurrentVersions && midnightAfter(successor?.lastModified ?? now, noncurrentDays) <= now,
      );
      const target =
        successor === undefined
          ? classDue(transitions, version.lastModified, now)
          : coldest(due.map(({ storageClass }) => storageClass));
      if (target === undefined || version.deleteMarker || !isColder(target, version.storageClass)) continue;
      if (!applies(rule, version)) continue;
      if (sized(rule) || isLargeEnough(version.size, target, bucket.record.transitionDefaultMinimumObjectSize)) {
        this.#s3.moveVersion(bucket, version, target, this.#cause('LifecycleTransition'));
      }
    }
  }

  #abortUploads(bucket: Bucket, rule: LifecycleRule, now: number): void {
    if (rule.abortUploadsAfterDays === undefined) return;
    for (const { record } of Array.from(bucket.uploads.values())) {
      if (!record.key.startsWith(rule.prefix)) continue;
      if (midnightAfter(record.startedAt, rule.abortUploadsAfterDays) > now) continue;
      this.#s3.store.change({ kind: 'upload-removed', bucket: bucket.record.name, uploadId: record.uploadId });
      this.#s3.report('upload-aborted', bucket, record.key, {
        uploadId: record.uploadId,
        reason: `lifecycle rule ${rule.id}`,
      });
    }
  }

  /** A lock outweighs every rule. */
  #remove(bucket: Bucket, version: ObjectVersion): void {
    if (isLocked(version.lock ?? {}, this.#s3.surroundings.clock.now(), false)) return;
    this.#s3.removeVersion(bucket, version, this.#cause('LifecycleExpiration:Delete'));
  }

  #cause(event: ObjectEvent): Cause {
    return {
      event,
      caller: { principal: 's3.amazonaws.com' },
      requestId: this.#s3.surroundings.random.hex(16).toUpperCase(),
    };
  }
}

function sized({ sizeGreaterThan, sizeLessThan }: LifecycleRule): boolean {
  return sizeGreaterThan !== undefined || sizeLessThan !== undefined;
}
