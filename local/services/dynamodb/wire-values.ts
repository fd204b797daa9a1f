import { readBoolean, unexpected, wrongScalar } from './check-shape.ts';
import { normalizeNumber } from './decimal.ts';
import { inOrder, sorted } from './set-order.ts';
import { Binary, setAttribute, type AttributeMap, type AttributeType, type AttributeValue } from './values.ts';
import { invalidParameter, validation } from './validation.ts';
import { Reworded } from './wording.ts';
import type { AwsError } from '../aws-error.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
const MAX_DEPTH = 32;
const MAX_NAME_BYTES = 65_535;

/** Reads attributes off the wire: numbers normalised, base64 decoded, everything checked. */
export function readMap(input: unknown, depth = 0): AttributeMap {
  if (typeof input !== 'object' || input === null) throw unexpected('Unexpected field type');
  if (Array.isArray(input)) {
    throw unexpected(
      'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>',
    );
  }
  if (Object.hasOwn(input, '')) throw validation('Empty attribute name');
  if (depth === 0 && Object.values(input).some((value) => nests(value, MAX_DEPTH))) throw tooDeep();
  const map: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(input)) {
    checkNameLength(name);
    setAttribute(map, name, readValue(value, depth));
  }
  return map;
}

/** @throws AwsError `ValidationException`, or `SerializationException` where the JSON type itself is wrong */
export function readValue(input: unknown, depth = 0): AttributeValue {
  if (typeof input !== 'object' || input === null) throw unexpected('Unexpected value type in payload');
  if (Array.isArray(input)) {
    throw unexpected('Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue');
  }
  if (depth >= MAX_DEPTH) throw tooDeep();
  let read: AttributeValue | undefined;
  let count = 0;
  for (const [type, value] of Object.entries(input)) {
    // Members that are no types are passed over, as AWS passes over everything it does not know.
    if (value === undefined || value === null || !Object.hasOwn(READERS, type)) continue;
    read = READERS[type as AttributeType](value, depth);
    count += 1;
  }
  if (read === undefined) {
    throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (count > 1) {
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return read;
}

/** Whether a value off the wire has that many maps and lists around another. */
function nests(value: unknown, levels: number): boolean {
  if (levels === 0) return true;
  const { M: map, L: list } = (value ?? {}) as { readonly M?: unknown; readonly L?: unknown };
  return Object.values(map ?? list ?? {}).some((member) => nests(member, levels - 1));
}

function tooDeep(): AwsError {
  return validation(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

/** @throws AwsError `ValidationException` */
export function checkNameLength(name: string): void {
  if (name.length * 3 <= MAX_NAME_BYTES || Buffer.byteLength(name) <= MAX_NAME_BYTES) return;
  throw invalidParameter(`Attribute name is too large, must be less than ${MAX_NAME_BYTES + 1} bytes`);
}

const READERS: Record<AttributeType, (value: unknown, depth: number) => AttributeValue> = {
  S: (value) => ({ S: text(value) }),
  N: (value) => ({ N: normalizeNumber(text(value)) }),
  B: (value) => ({ B: bytes(value) }),
  BOOL: (value) => ({ BOOL: readBoolean(value) }),
  NULL: (value) => {
    if (!readBoolean(value)) throw invalidParameter('Null attribute value types must have the value of true');
    return { NULL: true };
  },
  M: (value, depth) => ({ M: readMap(value, depth + 1) }),
  L: (value, depth) => ({ L: list(value).map((member) => readValue(member, depth + 1)) }),
  SS: (value) => {
    const members = membersOf(value, 'An string set may not have a null string as a member').map(text);
    if (members.length === 0) throw invalidParameter('An string set  may not be empty');
    if (new Set(members).size < members.length) {
      const newer = upToRepeat(members, (S) => ({ S })).map((member) => `"${member}"`);
      throw duplicates(`[${members.join(', ')}] contains duplicates.`, `[${newer.join(', ')}] contains duplicates.`);
    }
    return inOrder({ SS: members });
  },
  NS: (value) => {
    const members = membersOf(value, 'An number set may not have a null string as a member').map((member) =>
      normalizeNumber(text(member)),
    );
    if (members.length === 0) throw invalidParameter('An number set  may not be empty');
    if (new Set(members).size < members.length) {
      const older = 'Input collection contains duplicates';
      throw new Reworded(older, invalidParameter(`${older}.`).message);
    }
    return inOrder({ NS: members });
  },
  BS: (value) => {
    const members = membersOf(value, 'Binary sets may not contain null values').map(bytes);
    if (members.length === 0) throw invalidParameter('Binary sets should not be empty');
    const encoded = members.map((member) => member.toJSON());
    if (new Set(encoded).size < members.length) {
      const newer = upToRepeat(encoded, (text) => ({ B: Binary.of64(text) })).map((member) => `"${member}"`);
      const tail = 'of type BS contains duplicates.';
      throw duplicates(`[${encoded.join(', ')}]${tail}`, `[${newer.join(',')}]${tail}`);
    }
    return inOrder({ BS: members });
  },
};

function duplicates(older: string, newer: string): Reworded {
  const message = (collection: string): string => invalidParameter(`Input collection ${collection}`).message;
  return new Reworded(message(older), message(newer));
}

/** The members as AWS's newer messages list them: in order up to the first repeat, then as they were sent. */
function upToRepeat(members: readonly string[], valueOf: (member: string) => AttributeValue): string[] {
  const repeat = members.findIndex((member, index) => members.indexOf(member) < index);
  return [...sorted(members.slice(0, repeat), valueOf), ...members.slice(repeat)];
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrongScalar('String', value);
}

function membersOf(value: unknown, nullRefused: string): unknown[] {
  const members = list(value);
  if (members.includes(null)) throw invalidParameter(nullRefused);
  return members;
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw unexpected(
    typeof value === 'object' ? 'Start of structure or map found where not expected' : 'Unexpected field type',
  );
}

function bytes(value: unknown): Binary {
  if (value instanceof Uint8Array) return value instanceof Binary ? value : new Binary(value);
  if (Array.isArray(value)) throw unexpected('Unrecognized collection type class java.nio.ByteBuffer');
  if (typeof value === 'object') throw unexpected('Start of structure or map found where not expected');
  if (typeof value !== 'string') throw unexpected('only base-64-encoded strings are convertible to bytes');
  if (value.length % 4 !== 0) {
    throw unexpected(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`);
  }
  const read = Binary.of64(value);
  if (read.toJSON() !== value) throw unexpected('Invalid last non-pad Base64 character dectected');
  return read;
}
