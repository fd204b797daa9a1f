import { attribute, typeOf, type AttributeMap, type AttributeValue } from './values.ts';
import { invalidParameter, Malformed, validation } from './validation.ts';
import { isEmptyKey, keyNames, type Table } from './table.ts';
import type { KeySchema } from './store.ts';

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
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
function checkKeyValue(name: string, value: AttributeValue, key: KeySchema): void {
  if (isEmptyKey(value)) {
    throw new Malformed(`One or more parameter values are not valid. ${EMPTY} ${kindOf(value)} value. Key: ${name}`);
  }
  const size = 'S' in value ? Buffer.byteLength(value.S) : 'B' in value ? value.B.length : 0;
  if (name === key.hash && size > 2048) {
    throw invalidParameter('Size of hashkey has exceeded the maximum size limit of2048 bytes');
  }
  if (name === key.range && size > 1024) {
    throw invalidParameter('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
  }
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
