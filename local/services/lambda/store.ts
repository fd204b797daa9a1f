import type { AsyncEvent } from './async-event.ts';
import type { FunctionRecord } from './function-record.ts';
import type { LayerVersion } from './layer-version.ts';
import type { MappingRecord } from './mappings/mapping-record.ts';

interface Tables {
  functions: FunctionRecord;
  mappings: MappingRecord;
  layers: LayerVersion;
  asyncEvents: AsyncEvent;
  /** Key `uuid/shardId`: sequence number after which a stream mapping reads on. */
  checkpoints: string;
}

/** One change of state as plain JSON; without `value` the record is gone. */
export type LambdaChange = {
  [Table in keyof Tables]: { readonly table: Table; readonly key: string; readonly value?: Tables[Table] };
}[keyof Tables];

/** All that Lambda must remember across a restart: records are plain and replaced whole, never edited in place. */
export class LambdaStore {
  readonly #tables: { readonly [Table in keyof Tables]: Map<string, Tables[Table]> } = {
    functions: new Map(),
    mappings: new Map(),
    layers: new Map(),
    asyncEvents: new Map(),
    checkpoints: new Map(),
  };
  onChange?: (change: LambdaChange) => void;

  get functions(): ReadonlyMap<string, FunctionRecord> {
    return this.#tables.functions;
  }
  get mappings(): ReadonlyMap<string, MappingRecord> {
    return this.#tables.mappings;
  }
  get layers(): ReadonlyMap<string, LayerVersion> {
    return this.#tables.layers;
  }
  get asyncEvents(): ReadonlyMap<string, AsyncEvent> {
    return this.#tables.asyncEvents;
  }
  get checkpoints(): ReadonlyMap<string, string> {
    return this.#tables.checkpoints;
  }

  put<Table extends keyof Tables>(table: Table, key: string, value: Tables[Table]): void {
    this.#tables[table].set(key, value);
    this.onChange?.({ table, key, value } as LambdaChange);
  }

  delete(table: keyof Tables, key: string): void {
    if (this.#tables[table].delete(key)) this.onChange?.({ table, key });
  }

  /** Changes that, restored into a new store, make these tables again. */
  *snapshot(tables: readonly (keyof Tables)[]): Generator<LambdaChange> {
    for (const table of tables) {
      for (const [key, value] of this.#tables[table]) yield { table, key, value } as LambdaChange;
    }
  }

  /** Applies a change that `onChange` reported in an earlier life. */
  restore(change: LambdaChange): void {
    const table = this.#tables[change.table] as Map<string, unknown>;
    if (change.value === undefined) table.delete(change.key);
    else table.set(change.key, change.value);
  }
}
