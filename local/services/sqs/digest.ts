import { hash } from 'node:crypto';
import type { MessageAttributes } from './message.ts';

export function md5(data: string | Buffer): string {
  return hash('md5', data);
}

/**
 * The digest by which SDKs check that attributes arrived as sent.
 *
 * @returns undefined without attributes
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: MessageAttributes | undefined): string | undefined {
  if (attributes === undefined) return undefined;
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts: Buffer[] = [];
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    parts.push(...prefixed(Buffer.from(name)), ...prefixed(Buffer.from(DataType)));
    if (BinaryValue === undefined) parts.push(STRING, ...prefixed(Buffer.from(StringValue ?? '')));
    else parts.push(BINARY, ...prefixed(Buffer.from(BinaryValue, 'base64')));
  }
  return md5(Buffer.concat(parts));
}

const STRING = Buffer.from([1]);
const BINARY = Buffer.from([2]);

function prefixed(bytes: Buffer): [Buffer, Buffer] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
