import { S3Error } from '../errors.ts';
import type { LifecycleRule } from './rules.ts';

const longestPrefix = 1024;

/**
 * Whether rules say which objects they are about in a way that S3 takes, and that their actions can be about those.
 *
 * @throws S3Error `InvalidRequest`
 */
export function checkFilters(rules: readonly LifecycleRule[]): void {
  if (new Set(rules.map(({ legacy }) => legacy)).size > 1)
    throw invalid('Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.');
  for (const rule of rules) {
    checkFilter(rule);
    if (rule.legacy && rule.newerNoncurrentVersions !== undefined)
      throw invalid('NewerNoncurrentVersions element can only be used in Lifecycle V2.');
    if (rule.expireDeleteMarkers === true) checkUnfiltered('ExpiredObjectDeleteMarker', rule);
    if (rule.abortUploadsAfterDays !== undefined) checkUnfiltered('AbortIncompleteMultipartUpload', rule);
  }
}

function checkFilter({ prefix, tags, sizeGreaterThan, sizeLessThan }: LifecycleRule): void {
  if (Buffer.byteLength(prefix) > longestPrefix) throw invalid(`The maximum size of a prefix is ${longestPrefix}`);
  for (const { Key, Value } of tags) {
    if (Key.length < 1 || Key.length > 128) throw invalid("A Tag's Key must be a length between 1 and 128.");
    if (Value.length > 256) throw invalid("A Tag's Value must be a length between 0 and 256.");
  }
  if (sizeGreaterThan !== undefined && sizeLessThan !== undefined && sizeLessThan <= sizeGreaterThan)
    throw invalid("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
}

/** Delete markers and unfinished uploads have neither tags nor a size. */
function checkUnfiltered(action: string, { tags, sizeGreaterThan, sizeLessThan }: LifecycleRule): void {
  if (tags.length > 0) throw invalid(`${action} cannot be specified with Tags.`);
  if ((sizeGreaterThan ?? sizeLessThan) !== undefined) throw invalid(`${action} cannot be specified with Object Size.`);
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidRequest', { message });
}
