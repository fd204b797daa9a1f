import { AwsError } from '../aws-error.ts';
import { invalidParameter } from './errors.ts';
import type { Tag } from '@aws-sdk/client-sns';

const MOST_TAGS = 50;

/** @throws AwsError `InvalidParameter` for keys or values that AWS does not take, `TagLimitExceeded` */
export function readTags(tags: readonly Tag[]): Record<string, string> {
  const read: Record<string, string> = {};
  for (const { Key: key = '', Value: value = '' } of tags) {
    if (key in read) throw invalidParameter('Duplicated keys are not allowed.');
    if (key.length < 1 || key.length > 128 || key.toLowerCase().startsWith('aws:')) {
      throw invalidParameter('Tags Reason: Tag keys must be 1 to 128 characters and must not start with aws:');
    }
    if (value.length > 256) throw invalidParameter('Tags Reason: Tag values must be at most 256 characters');
    read[key] = value;
  }
  checkTagCount(read);
  return read;
}

export function checkTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > MOST_TAGS) {
    throw new AwsError('TagLimitExceeded', `Could not complete request: tag quota of per resource exceeded`);
  }
}

export function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
