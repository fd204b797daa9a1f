import { AwsError } from '../aws-error.ts';
import { normalizeNumber } from './decimal.ts';
import { Binary, setAttribute, type AttributeMap, type AttributeType, type AttributeValue } from './values.ts';
import { invalidParameter, validation } from './validation.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
const MAX_DEPTH = 32;

/** Reads attributes off the wire: numbers normalised, base64 decoded, everything checked. */
export function readMap(input: unknown, depth = 0): AttributeMap {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw unexpected('Unexpected field type');
  const map: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(input)) setAttribute(map, name, readValue(value, depth));
  return map;
}

/** @throws AwsError `ValidationException`, or `SerializationException` where the JSON type itself is wrong */
export function readValue(input: unknown, depth = 0): AttributeValue {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw unexpected('Unexpected value type in payload');
  }
  const entries = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  const [first, second] = entries;
  if (first === undefined || !(first[0] in READERS)) {
    throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (second !== undefined) {
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (depth > MAX_DEPTH) {
    throw validation('Nesting Levels have exceeded supported limits');
  }
  return READERS[first[0] as AttributeType](first[1], depth);
}

const READERS: Record<AttributeType, (value: unknown, depth: number) => AttributeValue> = {
  S: (value) => ({ S: text(value) }),
  N: (value) => ({ N: normalizeNumber(text(value)) }),
  B: (value) => ({ B: bytes(value) }),
  BOOL: (value) => ({ BOOL: truth(value) }),
  // `false` is taken, and read back as `true`.
  NULL: (value) => {
    truth(value);
    return { NULL: true };
  },
  M: (value, depth) => ({ M: readMap(value, depth + 1) }),
  L: (value, depth) => ({ L: list(value).map((member) => readValue(member, depth + 1)) }),
  SS: (value) => {
    const members = list(value).map(text);
    if (members.length === 0) throw invalidParameter('An string set  may not be empty');
    if (new Set(members).size < members.length) {
      throw invalidParameter(`Input collection [${members.join(', ')}] contains duplicates.`);
    }
    return { SS: members };
  },
  NS: (value) => {
    const members = list(value).map((member) => normalizeNumber(text(member)));
    if (members.length === 0) throw invalidParameter('An number set  may not be empty');
    if (new Set(members).size < members.length) throw validation('Input collection contains duplicates');
    return { NS: members };
  },
  BS: (value) => {
    const members = list(value).map(bytes);
    if (members.length === 0) throw invalidParameter('Binary sets should not be empty');
    const encoded = members.map((member) => member.toJSON());
    if (new Set(encoded).size < members.length) {
      throw invalidParameter(`Input collection [${encoded.join(', ')}]of type BS contains duplicates.`);
    }
    return { BS: members };
  },
};

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object') throw unexpected('Start of structure or map found where not expected');
  const kind = typeof value === 'number' ? 'NUMBER' : value === true ? 'TRUE' : 'FALSE';
  throw unexpected(`${kind}_VALUE cannot be converted to String`);
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw unexpected('Unexpected token received from parser');
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw unexpected('Unexpected field type');
}

function bytes(value: unknown): Binary {
  if (value instanceof Uint8Array) return value instanceof Binary ? value : new Binary(value);
  if (typeof value !== 'string') throw unexpected('only base-64-encoded strings are convertible to bytes');
  if (value.length % 4 !== 0) {
    throw unexpected(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`);
  }
  const read = Binary.of64(value);
  if (read.toJSON() !== value) throw unexpected('Invalid last non-pad Base64 character dectected');
  return read;
}

function unexpected(message: string): AwsError {
  return new AwsError('SerializationException', message);
}
