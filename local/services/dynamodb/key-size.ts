import { hashNames, rangeNames } from './key-names.ts';
import { invalidParameter } from './validation.ts';
import { attribute, type AttributeMap, type AttributeValue } from './values.ts';
import type { KeySchema } from './store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const MOST = { hash: 2048, range: 1024 } as const;

type Part = keyof typeof MOST;

/** The part of a key, if any, that an item's attributes are too long for together. */
export function overlong(key: KeySchema, item: AttributeMap): Part | undefined {
  if (key.more === undefined) {
    if (isOverlong('hash', attribute(item, key.hash))) return 'hash';
    return key.range !== undefined && isOverlong('range', attribute(item, key.range)) ? 'range' : undefined;
  }
  const bytes = (names: readonly string[]): number => names.reduce((sum, name) => sum + size(attribute(item, name)), 0);
  if (bytes(hashNames(key)) > MOST.hash) return 'hash';
  return bytes(rangeNames(key)) > MOST.range ? 'range' : undefined;
}

/** @throws AwsError `ValidationException` for a value too long to be that part of a key */
export function checkSize(part: Part, value: AttributeValue): void {
  if (isOverlong(part, value)) throw tooLong(part);
}

export function tooLong(part: Part): Error {
  return invalidParameter(
    part === 'hash'
      ? 'Size of hashkey has exceeded the maximum size limit of2048 bytes'
      : 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  );
}

function isOverlong(part: Part, value: AttributeValue | undefined): boolean {
  return size(value) > MOST[part];
}

function size(value: AttributeValue | undefined): number {
  if (value === undefined) return 0;
  return 'S' in value ? Buffer.byteLength(value.S) : 'B' in value ? value.B.length : 0;
}
