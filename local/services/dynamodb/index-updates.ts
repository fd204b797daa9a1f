import { AwsError } from '../aws-error.ts';
import { readIndex, type IndexInput } from './index-request.ts';
import { invalidParameter, validation } from './validation.ts';
import { keyNames } from './table.ts';
import type { IndexRecord, KeyType, TableRecord, Throughput } from './store.ts';

export interface IndexUpdate {
  readonly Create?: IndexInput;
  readonly Delete?: { readonly IndexName?: string };
  readonly Update?: { readonly IndexName?: string; readonly ProvisionedThroughput?: Throughput };
}

/**
 * The indexes and the attribute types they leave in use, after `updates`.
 *
 * @throws AwsError `ValidationException`, `LimitExceededException`, `ResourceNotFoundException`
 */
export function changeIndexes(
  record: TableRecord,
  updates: readonly IndexUpdate[],
): { readonly indexes: readonly IndexRecord[]; readonly types: Readonly<Record<string, KeyType>> } {
  if (updates.filter(({ Create, Delete }) => Create !== undefined || Delete !== undefined).length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  const indexes = updates.reduce<readonly IndexRecord[]>(
    (current, update, position) => change(record, current, update, position),
    record.indexes,
  );
  const used = new Set([record, ...indexes].flatMap(({ key }) => keyNames(key)));
  const types = Object.fromEntries(Object.entries(record.types).filter(([name]) => used.has(name)));
  return { indexes, types };
}

function change(record: TableRecord, indexes: readonly IndexRecord[], update: IndexUpdate, position: number) {
  if (update.Create !== undefined) {
    const at = `globalSecondaryIndexUpdates.${position + 1}.member.create`;
    const created = readIndex(update.Create, 'global', record, at);
    if (indexes.some(({ name }) => name === created.name)) {
      throw validation('Attempting to create an index which already exists');
    }
    if (indexes.filter(({ kind }) => kind === 'global').length >= 20) {
      throw invalidParameter('GlobalSecondaryIndex count exceeds the per-table limit of 20');
    }
    return [...indexes, created];
  }
  const name = update.Delete?.IndexName ?? update.Update?.IndexName;
  if (name === undefined) {
    throw invalidParameter(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    );
  }
  if (!indexes.some((index) => index.name === name && index.kind === 'global')) {
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  }
  if (update.Delete !== undefined) return indexes.filter((index) => index.name !== name);
  return indexes.map((index) =>
    index.name === name ? { ...index, throughput: update.Update!.ProvisionedThroughput } : index,
  );
}
