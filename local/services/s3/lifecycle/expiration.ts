import { applies, midnightAfter } from './expiry.ts';
import type { LifecycleRule } from './rules.ts';
import type { ObjectVersion, UploadRecord } from '../records.ts';

/** `x-amz-expiration`: when the first rule lets a current version expire, and which; undefined if none does. */
export function expirationOf(rules: readonly LifecycleRule[] | undefined, version: ObjectVersion): string | undefined {
  const dated = (rules ?? [])
    .filter((rule) => rule.enabled && applies(rule, version))
    .flatMap((rule) => {
      const at =
        rule.expireAfterDays === undefined ? rule.expireOn : midnightAfter(version.lastModified, rule.expireAfterDays);
      return at === undefined ? [] : [{ at, id: rule.id }];
    })
    .toSorted((a, b) => a.at - b.at);
  const first = dated[0];
  if (first === undefined) return undefined;
  return `expiry-date="${new Date(first.at).toUTCString()}", rule-id="${encodeURIComponent(first.id)}"`;
}

/** `x-amz-abort-date` and the rule that lets an upload be aborted then; nothing if none does. */
export function abortionOf(
  rules: readonly LifecycleRule[] | undefined,
  { key, startedAt }: UploadRecord,
): Readonly<Record<string, string>> {
  const dated = (rules ?? []).flatMap(({ enabled, prefix, abortUploadsAfterDays: days, id }) =>
    enabled && days !== undefined && key.startsWith(prefix) ? [{ at: midnightAfter(startedAt, days), id }] : [],
  );
  const first = dated.toSorted((a, b) => a.at - b.at)[0];
  if (first === undefined) return {};
  return {
    'x-amz-abort-date': new Date(first.at).toUTCString(),
    'x-amz-abort-rule-id': encodeURIComponent(first.id),
  };
}
