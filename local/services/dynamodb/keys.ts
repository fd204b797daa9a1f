import { attribute, typeOf, type AttributeMap, type AttributeValue } from './values.ts';
import { invalidParameter, Malformed, validation } from './validation.ts';
import { keyNames } from './key-names.ts';
import { checkSize, overlong, tooLong } from './key-size.ts';
import { isEmptyKey, type Table } from './table.ts';
import type { IndexRecord, KeySchema } from './store.ts';

const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty';

/**
 * A `Key` parameter has exactly the table's key attributes.
 *
 * @throws AwsError `ValidationException`
 */
export function checkKey(table: Table, key: AttributeMap): AttributeMap {
  const { record } = table;
  const names = keyNames(record.key);
  if (Object.keys(key).length !== names.length) throw noMatch();
  for (const name of names) {
    const value = attribute(key, name);
    if (value === undefined || typeOf(value) !== record.types[name]) throw noMatch();
    checkKeyValue(name, value, record.key);
  }
  return key;
}

/** Checks the key attributes that a whole new item brings, for the table and for every index. */
export function checkItemKeys(table: Table, item: AttributeMap): void {
  const { record } = table;
  for (const name of keyNames(record.key)) {
    const value = attribute(item, name);
    if (value === undefined) throw invalidParameter(`Missing the key ${name} in the item`);
    const [expected, actual] = [record.types[name], typeOf(value)];
    if (actual !== expected) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${expected} actual: ${actual}`);
    }
    checkKeyValue(name, value, record.key);
  }
  checkIndexKeys(table, item);
}

/** Checks those of `attributes` that are keys of an index. */
export function checkIndexKeys(table: Table, attributes: AttributeMap): void {
  forIndexKeys(table, attributes, (index, name, value) => {
    const [expected, actual] = [table.record.types[name], typeOf(value)];
    if (actual !== expected) {
      throw invalidParameter(
        `Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${actual} IndexName: ${index}`,
      );
    }
    if (isEmptyKey(value)) {
      throw new Malformed(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${EMPTY} ${kindOf(value)} value. IndexName: ${index}, IndexKey: ${name}`,
      );
    }
  });
  for (const { record } of table.indexes.values()) checkIndexKeySize(record, attributes);
}

/** Checks the index keys that an update changed. */
export function checkUpdatedIndexKeys(table: Table, old: AttributeMap, item: AttributeMap): void {
  forIndexKeys(table, item, (_, name, value) => {
    if (value === attribute(old, name)) return;
    if (typeOf(value) !== table.record.types[name]) {
      throw validation('The update expression attempted to update the secondary index key to unsupported type');
    }
    if (isEmptyKey(value)) {
      throw new Malformed(
        `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY} ${kindOf(value)} value.`,
      );
    }
  });
  for (const { record } of table.indexes.values()) {
    const changed = keyNames(record.key).some((name) => attribute(old, name) !== attribute(item, name));
    if (changed) checkIndexKeySize(record, item);
  }
}

function checkKeyValue(name: string, value: AttributeValue, key: KeySchema): void {
  if (isEmptyKey(value)) {
    throw new Malformed(`One or more parameter values are not valid. ${EMPTY} ${kindOf(value)} value. Key: ${name}`);
  }
  checkSize(name === key.hash ? 'hash' : 'range', value);
}

function checkIndexKeySize({ key }: IndexRecord, item: AttributeMap): void {
  const part = overlong(key, item);
  if (part !== undefined) throw tooLong(part);
}

function forIndexKeys(
  table: Table,
  item: AttributeMap,
  check: (index: string, name: string, value: AttributeValue) => void,
): void {
  for (const { record } of table.indexes.values()) {
    for (const name of keyNames(record.key)) {
      const value = attribute(item, name);
      if (value !== undefined) check(record.name, name, value);
    }
  }
}

function kindOf(value: AttributeValue): string {
  return 'B' in value ? 'binary' : 'string';
}

export function noMatch(): Error {
  return validation('The provided key element does not match the schema');
}
