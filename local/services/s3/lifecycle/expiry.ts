import type { ObjectVersion } from '../records.ts';
import type { LifecycleRule } from './rules.ts';

const day = 86_400_000;

/** When the current version of an object of that age expires; `Infinity` if the rule does not say. */
export function expiryTime(rule: LifecycleRule, lastModified: number, now: number): number {
  if (rule.expireAfterDays !== undefined) return midnightAfter(lastModified, rule.expireAfterDays);
  if (rule.expireOn !== undefined) return rule.expireOn <= now ? rule.expireOn : Infinity;
  return Infinity;
}

/** Whether an object is within a rule's prefix, tags and sizes. */
export function applies(rule: LifecycleRule, version: ObjectVersion): boolean {
  if (!version.key.startsWith(rule.prefix)) return false;
  if (rule.sizeGreaterThan !== undefined && !(version.size > rule.sizeGreaterThan)) return false;
  if (rule.sizeLessThan !== undefined && !(version.size < rule.sizeLessThan)) return false;
  return rule.tags.every(({ Key, Value }) => version.tags.some((tag) => tag.Key === Key && tag.Value === Value));
}

/** The first midnight UTC at least `days` whole days after `time`. */
export function midnightAfter(time: number, days: number): number {
  return Math.ceil((time + days * day) / day) * day;
}
