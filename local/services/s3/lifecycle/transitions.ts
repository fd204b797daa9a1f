import { S3Error, invalidArgument } from '../errors.ts';
import { isArchive } from '../restore.ts';
import { storageClasses } from '../storage-classes.ts';
import { childrenOf, requiredText, textOf, wholeNumber, type XmlNode } from '../rest/xml.ts';
import { midnightAfter } from './expiry.ts';
import type { XmlValue } from '../../protocol/xml.ts';

/** A move to colder storage: so many days after an object was made, or on a date. */
export interface Transition {
  readonly storageClass: string;
  readonly afterDays?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly on?: number | undefined;
}

/** A move of a version that another has succeeded, so many days after that. */
export interface NoncurrentTransition {
  readonly storageClass: string;
  readonly noncurrentDays: number;
  readonly newerNoncurrentVersions?: number | undefined;
}

/** Objects move one way, from warm to cold. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const targets = new Set(storageClasses.slice(2));
const leastDays: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

/** @throws S3Error `MalformedXML`, `InvalidArgument` */
export function readTransitions(rule: XmlNode): Transition[] {
  return childrenOf(rule, 'Transition').map((node) => {
    const date = textOf(node, 'Date');
    const on = date === undefined ? undefined : Date.parse(date);
    const afterDays = wholeNumber(node, 'Days');
    if ((on === undefined) === (afterDays === undefined) || Number.isNaN(on)) throw new S3Error('MalformedXML');
    const storageClass = readClass(node);
    checkDays(storageClass, afterDays);
    return { storageClass, afterDays, on };
  });
}

/** @throws S3Error `MalformedXML`, `InvalidArgument` */
export function readNoncurrentTransitions(rule: XmlNode): NoncurrentTransition[] {
  return childrenOf(rule, 'NoncurrentVersionTransition').map((node) => {
    const noncurrentDays = wholeNumber(node, 'NoncurrentDays');
    if (noncurrentDays === undefined) throw new S3Error('MalformedXML');
    const storageClass = readClass(node);
    checkDays(storageClass, noncurrentDays);
    return {
      storageClass,
      noncurrentDays,
      newerNoncurrentVersions: wholeNumber(node, 'NewerNoncurrentVersions', 1),
    };
  });
}

export function writeTransitions(transitions: readonly Transition[]): XmlValue {
  return transitions.map(({ storageClass, afterDays, on }) => ({
    Days: afterDays,
    Date: on === undefined ? undefined : new Date(on).toISOString(),
    StorageClass: storageClass,
  }));
}

export function writeNoncurrentTransitions(transitions: readonly NoncurrentTransition[]): XmlValue {
  return transitions.map(({ storageClass, noncurrentDays, newerNoncurrentVersions }) => ({
    NoncurrentDays: noncurrentDays,
    NewerNoncurrentVersions: newerNoncurrentVersions,
    StorageClass: storageClass,
  }));
}

/** The coldest class that an object made at `since` has come to by `now`; undefined for none. */
export function classDue(transitions: readonly Transition[], since: number, now: number): string | undefined {
  const due = transitions.filter(({ afterDays, on }) => (on ?? midnightAfter(since, afterDays!)) <= now);
  return coldest(due.map(({ storageClass }) => storageClass));
}

export function coldest(classes: readonly string[]): string | undefined {
  return classes.toSorted((a, b) => storageClasses.indexOf(a) - storageClasses.indexOf(b)).at(-1);
}

export function isColder(one: string, other: string): boolean {
  return storageClasses.indexOf(one) > storageClasses.indexOf(other);
}

function readClass(node: XmlNode): string {
  const storageClass = requiredText(node, 'StorageClass');
  if (!targets.has(storageClass)) throw new S3Error('MalformedXML');
  return storageClass;
}

function checkDays(storageClass: string, days: number | undefined): void {
  const least = leastDays[storageClass];
  if (least === undefined || days === undefined || days >= least) return;
  throw invalidArgument(
    `'Days' in Transition action must be greater than or equal to ${least} for storageClass '${storageClass}'`,
    'Days',
    String(days),
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html#lifecycle-configuration-constraints */
export const minimumObjectSizes = ['all_storage_classes_128K', 'varies_by_storage_class'] as const;
export type TransitionDefaultMinimumObjectSize = (typeof minimumObjectSizes)[number];

const leastBytesToMove = 128 * 1024;

/** Whether an object is large enough to be moved by a rule that names no sizes: archives may take any. */
export function isLargeEnough(
  size: number,
  storageClass: string,
  least: TransitionDefaultMinimumObjectSize | undefined,
): boolean {
  return size >= leastBytesToMove || (least === 'varies_by_storage_class' && isArchive(storageClass));
}
