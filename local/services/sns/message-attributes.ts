import { AwsError } from '../aws-error.ts';
import type { MessageAttributeValue } from '@aws-sdk/client-sns';

/** A message attribute as the engine keeps it: binary values are base64, so that records stay plain JSON. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

/**
 * Validates message attributes as Publish does.
 *
 * @param at where the map sits in the request, for the message of a missing type
 * @throws AwsError `ParameterValueInvalid`, or `ValidationError` for a missing type
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function readMessageAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>> | undefined,
  at = 'messageAttributes',
): Record<string, MessageAttribute> {
  const read: Record<string, MessageAttribute> = {};
  for (const [name, value] of Object.entries(attributes ?? {})) {
    checkName(name);
    read[name] = readValue(name, value, `${at}.${name}.member.dataType`);
  }
  return read;
}

/** UTF-8 bytes of names, types and values: they count against the message size. */
export function attributesSize(attributes: Readonly<Record<string, MessageAttribute>>): number {
  let bytes = 0;
  for (const [name, { dataType, stringValue, binaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(dataType);
    bytes += stringValue === undefined ? 0 : Buffer.byteLength(stringValue);
    bytes += binaryValue === undefined ? 0 : Buffer.byteLength(binaryValue, 'base64');
  }
  return bytes;
}

function readValue(name: string, value: MessageAttributeValue, at: string): MessageAttribute {
  const type = value.DataType;
  if (type === undefined) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value null at '${at}' failed to satisfy constraint: Member must not be null`,
    );
  }
  if (!/^(String|Number|Binary)(\..+)?$/s.test(type)) {
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const binary = type.startsWith('Binary');
  const given = binary ? value.BinaryValue : value.StringValue;
  const other = binary ? value.StringValue : value.BinaryValue;
  if (given === undefined && other !== undefined) {
    const field = binary ? 'Binary' : 'String';
    throw invalid(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
  }
  if (given === undefined || given.length === 0) {
    throw invalid(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  if (typeof given !== 'string') return { dataType: type, binaryValue: Buffer.from(given).toString('base64') };
  if (type.startsWith('Number') && !isNumber(given)) {
    throw invalid(`Could not cast message attribute '${name}' value to number.`);
  }
  return { dataType: type, stringValue: given };
}

function isNumber(text: string): boolean {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text);
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > 256) throw invalid('Length of message attribute name must be less than 256 bytes.');
  if (name.startsWith('.')) throw invalid("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith('.')) throw invalid("Invalid message attribute name ending with character '.' was found.");
  const bad = /[^A-Za-z0-9_.-]/u.exec(name)?.[0];
  if (bad !== undefined) {
    const code = bad.codePointAt(0)!.toString(16).toUpperCase();
    throw invalid(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.includes('..')) throw invalid("Message attribute name can not have successive '.' character.");
}

function invalid(message: string): AwsError {
  return new AwsError('ParameterValueInvalid', message);
}
