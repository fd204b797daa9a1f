import { pick, type Table } from './table.ts';
import type { AttributeMap } from './values.ts';

export interface ItemCollectionMetrics {
  readonly ItemCollectionKey: AttributeMap;
  readonly SizeEstimateRangeGB: readonly number[];
}

/** Only tables with local indexes have item collections; none here comes near a gigabyte. */
export function collectionMetrics(table: Table, key: AttributeMap): ItemCollectionMetrics | undefined {
  const local = table.record.indexes.some(({ kind }) => kind === 'local');
  if (!local) return undefined;
  return { ItemCollectionKey: pick(key, [table.record.key.hash]), SizeEstimateRangeGB: [0, 1] };
}
