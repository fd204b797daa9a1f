import { invalidParameter } from './errors.ts';

const MOST_TAGS = 50;

/** @throws AwsError for more tags than a queue may have, or one that is too long or reserved */
export function checkTags(queueName: string, tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    checkTagKey(key);
    if (value.length > 256) throw invalidParameter('Tag values must be between 0 and 256 characters in length.');
    if (/^aws:/i.test(key))
      throw invalidParameter("Tag keys must not start with 'aws:', which is reserved for system use.");
  }
  if (Object.keys(tags).length > MOST_TAGS) throw invalidParameter(`Too many tags added for queue ${queueName}.`);
}

export function checkTagKey(key: string): void {
  if (key.length < 1 || key.length > 128) {
    throw invalidParameter('Tag keys must be between 1 and 128 characters in length.');
  }
}
