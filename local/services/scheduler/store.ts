import type { ActionAfterCompletion, FlexibleTimeWindow, Tag, Target } from '@aws-sdk/client-scheduler';

/** A schedule as plain JSON; times in milliseconds since the epoch. */
export interface ScheduleRecord {
  readonly name: string;
  readonly groupName: string;
  readonly expression: string;
  readonly timezone: string;
  readonly startDate?: number;
  readonly endDate?: number;
  readonly description?: string;
  readonly kmsKeyArn?: string;
  readonly enabled: boolean;
  readonly target: Target;
  readonly flexibleTimeWindow: FlexibleTimeWindow;
  readonly actionAfterCompletion: ActionAfterCompletion;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When the last of its runs was done; a restart repeats none that is. */
  readonly completedAt?: number;
  /** Of the request that created it. */
  readonly clientToken?: string;
}

export interface GroupRecord {
  readonly name: string;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly clientToken?: string;
}

interface Tables {
  /** By `group/name`. */
  schedules: ScheduleRecord;
  /** By name. */
  groups: GroupRecord;
}

/** One change of state as plain JSON; without `value` the record is gone. */
export type SchedulerChange = {
  [Table in keyof Tables]: { readonly table: Table; readonly key: string; readonly value?: Tables[Table] };
}[keyof Tables];

/** All that the scheduler must remember across a restart: records are replaced whole, never edited in place. */
export class SchedulerStore {
  readonly #tables: { readonly [Table in keyof Tables]: Map<string, Tables[Table]> } = {
    schedules: new Map(),
    groups: new Map(),
  };
  onChange?: (change: SchedulerChange) => void;

  get schedules(): ReadonlyMap<string, ScheduleRecord> {
    return this.#tables.schedules;
  }
  get groups(): ReadonlyMap<string, GroupRecord> {
    return this.#tables.groups;
  }

  put<Table extends keyof Tables>(table: Table, key: string, value: Tables[Table]): void {
    this.#tables[table].set(key, value);
    this.onChange?.({ table, key, value } as SchedulerChange);
  }

  delete(table: keyof Tables, key: string): void {
    if (this.#tables[table].delete(key)) this.onChange?.({ table, key });
  }

  /** Changes that, restored into a new store, make this one again. */
  *snapshot(): Generator<SchedulerChange> {
    for (const [key, value] of this.#tables.groups) yield { table: 'groups', key, value };
    for (const [key, value] of this.#tables.schedules) yield { table: 'schedules', key, value };
  }

  /** Applies a change that `onChange` reported in an earlier life. */
  restore(change: SchedulerChange): void {
    const table = this.#tables[change.table] as Map<string, unknown>;
    if (change.value === undefined) table.delete(change.key);
    else table.set(change.key, change.value);
  }
}
