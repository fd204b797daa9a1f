import type { Table } from './table.ts';
import { itemSize, sameMap, type AttributeMap } from './values.ts';
import { projectedItem } from './projected-item.ts';

export type ReturnConsumedCapacity = 'INDEXES' | 'TOTAL' | 'NONE' | undefined;

/** As `ConsumedCapacity` on the wire. */
export interface ConsumedCapacity {
  TableName: string;
  CapacityUnits: number;
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
  Table?: Units;
  GlobalSecondaryIndexes?: Record<string, Units>;
  LocalSecondaryIndexes?: Record<string, Units>;
}

interface Units {
  CapacityUnits: number;
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
}

/**
 * Adds up what one request consumes, by table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export class Capacity {
  readonly #mode: ReturnConsumedCapacity;
  readonly #factor: number;
  readonly #transactional: boolean;
  readonly #direction: 'ReadCapacityUnits' | 'WriteCapacityUnits';
  readonly #tables = new Map<string, Map<string, { units: number; kind: 'table' | 'global' | 'local' }>>();

  /** @param transactional doubles every unit */
  constructor(mode: ReturnConsumedCapacity, direction: 'read' | 'write', transactional = false) {
    this.#mode = mode;
    this.#factor = transactional ? 2 : 1;
    this.#transactional = transactional;
    this.#direction = direction === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits';
  }

  get wanted(): boolean {
    return this.#mode === 'INDEXES' || this.#mode === 'TOTAL';
  }

  /** @param bytes what was read in one go */
  read(table: Table, bytes: number, consistent: boolean, index?: string): void {
    if (!this.wanted) return;
    const units = readBlocks(bytes) * (consistent ? 1 : 0.5);
    const kind = index === undefined ? 'table' : table.indexes.get(index)!.record.kind;
    this.#add(table, index, kind, units);
  }

  /** @param blocks of items that a local index did not hold whole */
  fetch(table: Table, blocks: number, consistent: boolean): void {
    if (this.wanted && blocks > 0) this.#add(table, undefined, 'table', blocks * (consistent ? 1 : 0.5));
  }

  write(table: Table, position: string, old: AttributeMap | undefined, next: AttributeMap | undefined): void {
    if (!this.wanted) return;
    this.#add(table, undefined, 'table', Math.max(writeUnits(old), writeUnits(next), 1));
    for (const { record } of table.indexes.values()) {
      const before = old && table.indexPosition(record, old, position);
      const after = next && table.indexPosition(record, next, position);
      const oldEntry = before === undefined ? undefined : projectedItem(table, record, old!);
      const newEntry = after === undefined ? undefined : projectedItem(table, record, next!);
      if (oldEntry !== undefined && newEntry !== undefined && before === after) {
        if (sameMap(oldEntry, newEntry)) continue;
        this.#add(table, record.name, record.kind, Math.max(writeUnits(oldEntry), writeUnits(newEntry)));
      } else if (oldEntry !== undefined || newEntry !== undefined) {
        this.#add(table, record.name, record.kind, writeUnits(oldEntry) + writeUnits(newEntry));
      }
    }
  }

  /** One entry per table, or undefined if nobody asked. */
  consumed(): ConsumedCapacity[] | undefined {
    if (!this.wanted) return undefined;
    return [...this.#tables].map(([TableName, parts]) => {
      const total = [...parts.values()].reduce((sum, { units }) => sum + units, 0);
      const consumed: ConsumedCapacity = { TableName, ...this.#units(total) };
      if (this.#mode === 'TOTAL') return consumed;
      consumed.Table = this.#units(parts.get('')?.units ?? 0);
      for (const [name, { units, kind }] of parts) {
        if (kind === 'global') (consumed.GlobalSecondaryIndexes ??= {})[name] = this.#units(units);
        if (kind === 'local') (consumed.LocalSecondaryIndexes ??= {})[name] = this.#units(units);
      }
      return consumed;
    });
  }

  /** For actions on one table, named as the request names it. */
  consumedByOne(TableName: string): ConsumedCapacity | undefined {
    const consumed = this.consumed()?.[0];
    return consumed && { ...consumed, TableName };
  }

  #units(units: number): Units {
    return { CapacityUnits: units, ...(this.#transactional ? { [this.#direction]: units } : {}) };
  }

  #add(table: Table, index: string | undefined, kind: 'table' | 'global' | 'local', units: number): void {
    const { name } = table.record;
    let parts = this.#tables.get(name);
    if (parts === undefined) this.#tables.set(name, (parts = new Map()));
    const part = parts.get(index ?? '') ?? { units: 0, kind };
    part.units += units * this.#factor;
    parts.set(index ?? '', part);
  }
}

/** What is read in one go is counted in blocks of 4 KB. */
export function readBlocks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 4096));
}

function writeUnits(item: AttributeMap | undefined): number {
  return item === undefined ? 0 : Math.max(1, Math.ceil(itemSize(item) / 1024));
}
