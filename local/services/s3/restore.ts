import { midnightAfter } from './lifecycle/expiry.ts';
import { S3Error } from './errors.ts';
import type { ObjectVersion } from './records.ts';

/** A copy of an archived body for a time. */
export interface Restore {
  readonly readyAt: number;
  readonly endsAt: number;
}

export const tiers = ['Expedited', 'Standard', 'Bulk'] as const;
export type Tier = (typeof tiers)[number];

const hour = 3_600_000;

/** How long a retrieval takes at the least. https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html */
const waits: Readonly<Record<string, Partial<Record<Tier, number>>>> = {
  GLACIER: { Expedited: 60_000, Standard: 3 * hour, Bulk: 5 * hour },
  DEEP_ARCHIVE: { Standard: 12 * hour, Bulk: 48 * hour },
};

/** Of what archive a retrieval is, by tier; undefined for what is not archived. */
export function retrievalsOf(storageClass: string): Partial<Record<Tier, number>> | undefined {
  return waits[storageClass];
}

export function isArchive(storageClass: string): boolean {
  return retrievalsOf(storageClass) !== undefined;
}

export type RestoreState = 'archived' | 'ongoing' | 'restored';

export function stateOf(restore: Restore | undefined, now: number): RestoreState {
  if (restore === undefined || now >= restore.endsAt) return 'archived';
  return now < restore.readyAt ? 'ongoing' : 'restored';
}

export function restoreFrom(readyAt: number, days: number): Restore {
  return { readyAt, endsAt: midnightAfter(readyAt, days) };
}

/** `x-amz-restore`; undefined while nothing was asked for. */
export function restoreHeader({ restore }: ObjectVersion, now: number): string | undefined {
  const state = stateOf(restore, now);
  if (state === 'archived') return undefined;
  if (state === 'ongoing') return 'ongoing-request="true"';
  return `ongoing-request="false", expiry-date="${new Date(restore!.endsAt).toUTCString()}"`;
}

/**
 * An archived object is there, and its body is not until it is restored.
 *
 * @throws S3Error `InvalidObjectState`
 */
export function checkBodyThere({ storageClass, restore }: ObjectVersion, now: number): void {
  if (!isArchive(storageClass) || stateOf(restore, now) === 'restored') return;
  throw new S3Error('InvalidObjectState', { fields: { StorageClass: storageClass } });
}
