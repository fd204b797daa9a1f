import { S3Error, invalidArgument } from './errors.ts';
import { child, childrenOf, requiredText, type XmlNode } from './rest/xml.ts';
import type { Tag } from './records.ts';
import type { XmlValue } from '../protocol/xml.ts';

const objectTagLimit = 10;
const bucketTagLimit = 50;

export function readTag(node: XmlNode): Tag {
  return { Key: requiredText(node, 'Key'), Value: requiredText(node, 'Value') };
}

export function readTagSet(document: XmlNode, whose: 'object' | 'bucket'): Tag[] {
  const set = child(document, 'TagSet');
  if (set === undefined) throw new S3Error('MalformedXML');
  const tags = childrenOf(set, 'Tag').map(readTag);
  checkTags(tags, whose);
  return tags;
}

export function writeTagSet(tags: readonly Tag[]): { [name: string]: XmlValue } {
  return { TagSet: { Tag: tags.map(({ Key, Value }) => ({ Key, Value })) } };
}

/** The `x-amz-tagging` header: a query string. */
export function readTagHeader(header: string | undefined): Tag[] {
  if (header === undefined || header === '') return [];
  const tags = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  const shaped = header.split('&').every((pair) => pair.split('=').length <= 2);
  if (!shaped || tags.some(({ Key }) => Key === '') || new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  checkTags(tags, 'object');
  return tags;
}

/** @throws S3Error `InvalidTag`, `BadRequest` in AWS's words */
export function checkTags(tags: readonly Tag[], whose: 'object' | 'bucket'): void {
  const limit = whose === 'object' ? objectTagLimit : bucketTagLimit;
  if (tags.length > limit) {
    throw new S3Error(whose === 'object' ? 'BadRequest' : 'InvalidTag', {
      message:
        whose === 'object' ? 'Object tags cannot be greater than 10' : 'Bucket tag count cannot be greater than 50',
    });
  }
  const keys = new Set<string>();
  for (const { Key, Value } of tags) {
    if (keys.has(Key))
      throw new S3Error('InvalidTag', {
        message: 'Cannot provide multiple Tags with the same key',
        fields: { TagKey: Key },
      });
    keys.add(Key);
    if (Key.length === 0 || Key.length > 128)
      throw new S3Error('InvalidTag', { message: 'The TagKey you have provided is invalid', fields: { TagKey: Key } });
    if (Value.length > 256)
      throw new S3Error('InvalidTag', {
        message: 'The TagValue you have provided is invalid',
        fields: { TagKey: Key, TagValue: Value },
      });
    if (Key.startsWith('aws:'))
      throw new S3Error('InvalidTag', {
        message:
          whose === 'object'
            ? 'Your TagKey cannot be prefixed with aws:'
            : 'System tags cannot be added/updated by requester',
        fields: { TagKey: Key },
      });
    for (const text of [Key, Value]) {
      if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text)) {
        const message =
          text === Key ? 'The TagKey you have provided is invalid' : 'The TagValue you have provided is invalid';
        throw new S3Error('InvalidTag', { message, fields: { TagKey: Key } });
      }
    }
  }
}
