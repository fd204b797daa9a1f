import { keyNames } from './key-names.ts';
import { pick, type Table } from './table.ts';
import type { IndexRecord } from './store.ts';
import type { AttributeMap } from './values.ts';

/** What an index holds of an item. */
export function projectedItem(table: Table, index: IndexRecord | undefined, item: AttributeMap): AttributeMap {
  if (index === undefined || index.projection === 'ALL') return item;
  return pick(item, projectedNames(table, index));
}

/** The attributes that an index which is not `ALL` has. */
export function projectedNames(table: Table, index: IndexRecord): string[] {
  return [...new Set([...keyNames(table.record.key), ...keyNames(index.key), ...index.included])];
}
