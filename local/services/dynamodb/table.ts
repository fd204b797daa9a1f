import { hashNames, keyNames } from './key-names.ts';
import { overlong } from './key-size.ts';
import { partitionKey, partitionOf, sortPart, TERMINATOR } from './order-key.ts';
import { SortedMap } from './sorted-map.ts';
import { attribute, itemSize, typeOf, type AttributeMap, type AttributeValue } from './values.ts';
import type { IndexRecord, KeySchema, TableRecord } from './store.ts';

/** An item in its place. Indexes share the row, so that a write that moves nothing changes it once. */
export interface Row {
  readonly position: string;
  item: AttributeMap;
  /** Bytes, as AWS counts them. */
  size: number;
  /** The item before the last write; kept only where reads may be served stale. */
  previous?: AttributeMap | undefined;
}

export interface Index {
  readonly record: IndexRecord;
  readonly rows: SortedMap<Row>;
}

/** A table's items in scan order, and every index over them. */
export class Table {
  record: TableRecord;
  readonly rows = new SortedMap<Row>();
  readonly indexes = new Map<string, Index>();
  bytes = 0;

  constructor(record: TableRecord) {
    this.record = record;
    for (const index of record.indexes) this.#addIndex(index);
  }

  /** Where an item with these key attributes belongs. */
  positionOf(key: AttributeMap): string {
    return positionIn(this.record.key, key);
  }

  /** Undefined where the item has no complete key of the right types and sizes: then a sparse index leaves it out. */
  indexPosition({ key }: IndexRecord, item: AttributeMap, position: string): string | undefined {
    if (!this.#hasKey(item, key.hash) || (key.range !== undefined && !this.#hasKey(item, key.range))) return undefined;
    if (key.more !== undefined && !keyNames(key).every((name) => this.#hasKey(item, name))) return undefined;
    if (overlong(key, item) !== undefined) return undefined;
    return positionIn(key, item) + position;
  }

  keyOf(item: AttributeMap): AttributeMap {
    return pick(item, keyNames(this.record.key));
  }

  /** The names that `LastEvaluatedKey` has: the index's keys, then the table's. */
  startKeyNames(index?: Index): string[] {
    const names = index === undefined ? [] : keyNames(index.record.key);
    return [...new Set([...names, ...keyNames(this.record.key)])];
  }

  put(position: string, item: AttributeMap, keepPrevious: boolean): void {
    const row = this.rows.get(position);
    const size = itemSize(item);
    if (row === undefined) {
      const fresh: Row = { position, item, size };
      this.rows.set(position, fresh);
      this.bytes += size;
      for (const index of this.indexes.values()) this.#place(index, fresh);
      return;
    }
    const old = row.item;
    this.bytes += size - row.size;
    row.item = item;
    row.size = size;
    if (keepPrevious) row.previous = old;
    for (const index of this.indexes.values()) this.#move(index, row, old);
  }

  remove(position: string): void {
    const row = this.rows.get(position);
    if (row === undefined) return;
    this.rows.delete(position);
    this.bytes -= row.size;
    for (const index of this.indexes.values()) {
      const place = this.indexPosition(index.record, row.item, position);
      if (place !== undefined) index.rows.delete(place);
    }
  }

  /** Takes over changed settings; indexes that are new are filled, those that are gone are dropped. */
  reconfigure(record: TableRecord): void {
    this.record = record;
    const names = new Set(record.indexes.map(({ name }) => name));
    for (const name of this.indexes.keys()) if (!names.has(name)) this.indexes.delete(name);
    for (const index of record.indexes) {
      const known = this.indexes.get(index.name);
      if (known === undefined) this.#addIndex(index);
      else this.indexes.set(index.name, { record: index, rows: known.rows });
    }
  }

  #addIndex(record: IndexRecord): void {
    const index: Index = { record, rows: new SortedMap() };
    for (const row of this.rows.values()) this.#place(index, row);
    this.indexes.set(record.name, index);
  }

  /** Items that were there before the index may have something else under its key's name. */
  #hasKey(item: AttributeMap, name: string): boolean {
    const value = attribute(item, name);
    return value !== undefined && typeOf(value) === this.record.types[name] && !isEmptyKey(value);
  }

  #place(index: Index, row: Row): void {
    const position = this.indexPosition(index.record, row.item, row.position);
    if (position !== undefined) index.rows.set(position, row);
  }

  #move(index: Index, row: Row, old: AttributeMap): void {
    const before = this.indexPosition(index.record, old, row.position);
    const after = this.indexPosition(index.record, row.item, row.position);
    if (before === after) return;
    if (before !== undefined) index.rows.delete(before);
    if (after !== undefined) index.rows.set(after, row);
  }
}

export function pick(item: AttributeMap, names: readonly string[]): AttributeMap {
  const picked: Record<string, AttributeValue> = {};
  for (const name of names) {
    const value = attribute(item, name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/** `item` has a complete key of the right types. */
function positionIn(key: KeySchema, item: AttributeMap): string {
  const { hash, range, more } = key;
  const value = (name: string): AttributeValue => attribute(item, name)!;
  const partition = more === undefined ? partitionKey(value(hash)) : partitionOf(hashNames(key).map(value));
  if (range === undefined) return partition + TERMINATOR;
  const first = partition + sortPart(value(range));
  return more === undefined ? first : more.range.reduce((place, name) => place + sortPart(value(name)), first);
}

/** Neither a key of a table nor of an index may be so. */
export function isEmptyKey(value: AttributeValue): boolean {
  return ('S' in value && value.S === '') || ('B' in value && value.B.length === 0);
}
