export interface Versioned<T> {
  readonly version: number;
  readonly value: T;
}

/** Where a stand-in keeps its records: plain JSON, changed one at a time and only by whoever saw the last version. */
export interface Ledger<T> {
  get(key: string): Promise<Versioned<T> | undefined>;
  /** @returns false, changing nothing, if the key has a record already */
  putIfAbsent(key: string, value: T): Promise<boolean>;
  /** @returns false, changing nothing, if the record is no longer at `version` */
  update(key: string, value: T, version: number): Promise<boolean>;
  /** Every record, oldest first. */
  list(): Promise<T[]>;
}

/** Opens the ledger called `name`; the same name is the same ledger. */
export type Ledgers = <T>(name: string) => Ledger<T>;

export function memoryLedgers(): Ledgers {
  const open = new Map<string, Ledger<unknown>>();
  return <T>(name: string): Ledger<T> => {
    const ledger = open.get(name) ?? memoryLedger<T>();
    open.set(name, ledger);
    return ledger as Ledger<T>;
  };
}

/** @param before records from an earlier life, oldest first; the last of a key counts */
export function memoryLedger<T>(before: readonly (readonly [key: string, record: Versioned<T>])[] = []): Ledger<T> {
  const records = new Map<string, Versioned<T>>(before);
  return {
    get: (key) => Promise.resolve(records.get(key)),
    putIfAbsent: (key, value) => {
      if (records.has(key)) return Promise.resolve(false);
      records.set(key, { version: 1, value });
      return Promise.resolve(true);
    },
    update: (key, value, version) => {
      if (records.get(key)?.version !== version) return Promise.resolve(false);
      records.set(key, { version: version + 1, value });
      return Promise.resolve(true);
    },
    list: () => Promise.resolve([...records.values()].map((record) => record.value)),
  };
}
