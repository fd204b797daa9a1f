import { AwsError } from '../aws-error.ts';
import { applyUpdate, updatedPaths } from './expressions/prepare.ts';
import { holds } from './expressions/evaluate.ts';
import { checkIndexKeys, checkItemKeys, checkKey, checkUpdatedIndexKeys } from './keys.ts';
import { keyNames } from './key-names.ts';
import { isEmptyKey, type Table } from './table.ts';
import { invalidParameter, Malformed, validation } from './validation.ts';
import { itemSize, type AttributeMap } from './values.ts';
import type { Condition, Update } from './expressions/ast.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
export const MAX_ITEM_BYTES = 400 * 1024;
const NOTHING: AttributeMap = {};

/** A write that has been checked but not done: what the single, batch and transactional actions share. */
export interface Intent {
  readonly table: Table;
  readonly position: string;
  readonly key: AttributeMap;
  readonly condition?: Condition | undefined;
  /** `ALL_OLD`: a failed condition shows the item. */
  readonly onFailure?: string | undefined;
  /** The item afterwards, or undefined for none; throws where the item does not allow the change. */
  next(old: AttributeMap | undefined): AttributeMap | undefined;
}

/** @throws AwsError `ValidationException` for an item that the table cannot take */
export function putIntent(table: Table, item: AttributeMap): Intent {
  checkItemKeys(table, item);
  if (itemSize(item) > MAX_ITEM_BYTES) throw new Malformed('Item size has exceeded the maximum allowed size');
  return { table, position: table.positionOf(item), key: table.keyOf(item), next: () => item };
}

export function deleteIntent(table: Table, key: AttributeMap): Intent {
  return { ...checkIntent(table, key), next: () => undefined };
}

/** Only looks: for `ConditionCheck`. */
export function checkIntent(table: Table, key: AttributeMap): Intent {
  checkKey(table, key);
  return { table, position: table.positionOf(key), key, next: (old) => old };
}

export function updateIntent(table: Table, key: AttributeMap, update: Update | undefined): Intent {
  checkKey(table, key);
  const names = keyNames(table.record.key);
  if (update !== undefined) checkConstantIndexKeys(table, update);
  for (const { parts } of update === undefined ? [] : updatedPaths(update)) {
    const name = String(parts[0]);
    if (names.includes(name)) {
      throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
    }
    if (parts.length > 1) checkNoIndexKey(table, name);
  }
  return {
    table,
    position: table.positionOf(key),
    key,
    next: (old) => {
      if (update === undefined) return old ?? key;
      if (old === undefined && onlyTakesAway(update)) return undefined;
      const item = applyUpdate(update, old ?? key);
      if (itemSize(item) > MAX_ITEM_BYTES) throw updateTooLarge();
      checkUpdatedIndexKeys(table, old ?? key, item);
      return item;
    },
  };
}

export function updateTooLarge(): AwsError {
  return validation('Item size to update has exceeded the maximum allowed size');
}

/** Such an update leaves a missing item missing. */
function onlyTakesAway(update: Update): boolean {
  return update.set.length + update.add.length === 0 && update.remove.length + update.delete.length > 0;
}

function checkNoIndexKey(table: Table, name: string): void {
  if (![...table.indexes.values()].some(({ record }) => keyNames(record.key).includes(name))) return;
  throw invalidParameter(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: ${name}`,
  );
}

/** Constants are checked before the item is looked at; what comes of a computation only afterwards. */
function checkConstantIndexKeys(table: Table, update: Update): void {
  for (const { path, value } of update.set) {
    if (path.parts.length !== 1 || value.kind !== 'constant' || isEmptyKey(value.value)) continue;
    checkIndexKeys(table, { [String(path.parts[0])]: value.value });
  }
}

/** @throws AwsError `ConditionalCheckFailedException` */
export function checkCondition(intent: Intent, old: AttributeMap | undefined): void {
  if (intent.condition === undefined || holds(intent.condition, old ?? NOTHING)) return;
  const shown = intent.onFailure === 'ALL_OLD' && old !== undefined;
  throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
    fields: shown ? { Item: old } : {},
  });
}
