import { invalidParameter, unsupportedOperation } from './errors.ts';
import type { MessageAttribute, MessageAttributes } from './message.ts';

/** An attribute as a caller gives it: binary values are bytes in process and base64 on the wire. */
export interface AttributeInput {
  readonly DataType?: string | undefined;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | string | undefined;
  readonly StringListValues?: readonly string[] | undefined;
  readonly BinaryListValues?: readonly (Uint8Array | string)[] | undefined;
}

export type AttributesInput = Readonly<Record<string, AttributeInput>>;

const MOST_ATTRIBUTES = 10;

/** The characters that a message may hold: those of XML 1.0. */
export const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Validates message attributes as SendMessage does.
 *
 * @returns undefined where there are none
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function readMessageAttributes(attributes: AttributesInput | undefined): MessageAttributes | undefined {
  const names = Object.keys(attributes ?? {});
  if (attributes === undefined || names.length === 0) return undefined;
  if (names.length > MOST_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  }
  const read: Record<string, MessageAttribute> = {};
  for (const name of names) {
    checkName(name);
    read[name] = readAttribute(name, attributes[name]!);
  }
  return read;
}

/** UTF-8 bytes of names, types and values: they count against the message size. */
export function attributesSize(attributes: MessageAttributes | undefined): number {
  let bytes = 0;
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes +=
      BinaryValue === undefined ? Buffer.byteLength(StringValue ?? '') : Buffer.byteLength(BinaryValue, 'base64');
  }
  return bytes;
}

export function readAttribute(name: string, input: AttributeInput): MessageAttribute {
  const { DataType: type, StringValue: text, BinaryValue: bytes } = input;
  if ((input.StringListValues?.length ?? 0) + (input.BinaryListValues?.length ?? 0) > 0) {
    throw unsupportedOperation('Message attribute list values in SendMessage operation are not supported.');
  }
  if (text === undefined && bytes === undefined) {
    throw invalidParameter(`The message (user) attribute '${name}' must contain a non-empty message attribute value.`);
  }
  checkType(name, type);
  const binary = type.startsWith('Binary');
  const value = binary ? bytes : text;
  const other = binary ? text : bytes;
  if (value === undefined) {
    throw invalidParameter(
      `The message (user) attribute '${name}' with type '${type}' must use field '${binary ? 'Binary' : 'String'}'.`,
    );
  }
  if (value.length === 0) {
    throw invalidParameter(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`);
  }
  if (other !== undefined && other.length > 0) {
    throw invalidParameter(`Message (user) attribute '${name}' has multiple values.`);
  }
  if (binary) {
    return { DataType: type, BinaryValue: typeof value === 'string' ? value : Buffer.from(value).toString('base64') };
  }
  checkText(name, type, value as string);
  return { DataType: type, StringValue: value as string };
}

function checkType(name: string, type: string | undefined): asserts type is string {
  if (type === undefined || type === '') {
    throw invalidParameter(`The message (user) attribute '${name}' must contain a non-empty message attribute type.`);
  }
  if (Buffer.byteLength(type) > 256) {
    throw invalidParameter('Message (user) attribute type must be shorter than 256 bytes.');
  }
  if (!/^(String|Number|Binary)(\.[\w.-]+)?$/.test(type)) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
}

function checkText(name: string, type: string, text: string): void {
  const bad = FORBIDDEN_CHARACTER.exec(text)?.[0];
  if (bad !== undefined) {
    throw invalidParameter(
      `Invalid binary character '#x${hex(bad)}' was found in the message attribute '${name}' value, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
    );
  }
  if (type.startsWith('Number') && !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text)) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

function checkName(name: string): void {
  if (name === '') throw invalidParameter('The request must contain non-empty message (user) attribute names.');
  if (Buffer.byteLength(name) > 256) {
    throw invalidParameter('Message (user) attribute name must be shorter than 256 bytes.');
  }
  const bad = /[^\p{L}\p{N}_.-]/u.exec(name)?.[0];
  if (bad !== undefined) {
    throw invalidParameter(
      `Invalid non-alphanumeric character '#x${hex(bad)}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith('.'))
    throw invalidParameter("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith('.')) throw invalidParameter("Invalid message attribute name ending with character '.' was found.");
  if (name.includes('..')) throw invalidParameter("Message attribute name can not have successive '.' character.");
  if (/^(aws|amazon)\./i.test(name)) {
    throw invalidParameter(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use.",
    );
  }
}

function hex(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase();
}
