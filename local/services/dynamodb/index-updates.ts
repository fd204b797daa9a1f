import { AwsError } from '../aws-error.ts';
import { constrainIndex, readIndex, type IndexInput } from './index-request.ts';
import { constrainThroughput } from './throughput-request.ts';
import { invalidParameter, validation, type Constraints } from './validation.ts';
import { keyNames } from './table.ts';
import type { IndexRecord, KeyType, TableRecord, Throughput } from './store.ts';

export interface IndexUpdate {
  readonly Create?: IndexInput;
  readonly Delete?: { readonly IndexName?: string };
  readonly Update?: { readonly IndexName?: string; readonly ProvisionedThroughput?: Throughput };
}

/** Adds what is wrong with the form of one of an UpdateTable's index updates. */
export function constrainUpdate(constraints: Constraints, { Create, Delete, Update }: IndexUpdate, at: string): void {
  if (Create !== undefined) constrainIndex(constraints, Create, `${at}.create`);
  for (const [member, given] of Object.entries({ delete: Delete, update: Update })) {
    if (given === undefined) continue;
    const named = `${at}.${member}.indexName`;
    constraints
      .required(given.IndexName, named)
      .length(given.IndexName, named, 3, 255)
      .pattern(given.IndexName, named, '[a-zA-Z0-9_.-]+');
  }
  constrainThroughput(constraints, Update?.ProvisionedThroughput, `${at}.update.provisionedThroughput`);
}

/**
 * The indexes and the attribute types they leave in use, after `updates` of good form.
 *
 * @throws AwsError `ValidationException`, `LimitExceededException`, `ResourceNotFoundException`
 */
export function changeIndexes(
  record: TableRecord,
  updates: readonly IndexUpdate[],
): { readonly indexes: readonly IndexRecord[]; readonly types: Readonly<Record<string, KeyType>> } {
  checkTogether(updates);
  const indexes = updates.reduce<readonly IndexRecord[]>(
    (current, update) => change(record, current, update),
    record.indexes,
  );
  const used = new Set([record, ...indexes].flatMap(({ key }) => keyNames(key)));
  const types = Object.fromEntries(Object.entries(record.types).filter(([name]) => used.has(name)));
  return { indexes, types };
}

/** What all updates of one request may be. */
function checkTogether(updates: readonly IndexUpdate[]): void {
  const names = updates.map(({ Create, Delete, Update }) => (Update ?? Create ?? Delete)?.IndexName);
  if (names.includes(undefined)) {
    throw invalidParameter(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw invalidParameter(
      `Only one global secondary index update per index is allowed simultaneously. Index: ${twice}`,
    );
  }
  if (updates.filter(({ Create, Delete }) => Create !== undefined || Delete !== undefined).length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
}

function change(record: TableRecord, indexes: readonly IndexRecord[], update: IndexUpdate): readonly IndexRecord[] {
  if (update.Create !== undefined) {
    const created = readIndex(update.Create, 'global', record);
    if (indexes.some(({ name }) => name === created.name)) {
      throw validation('Attempting to create an index which already exists');
    }
    if (indexes.filter(({ kind }) => kind === 'global').length >= 20) {
      throw invalidParameter('GlobalSecondaryIndex count exceeds the per-table limit of 20');
    }
    return [...indexes, created];
  }
  const name = (update.Update ?? update.Delete)!.IndexName;
  if (!indexes.some((index) => index.name === name && index.kind === 'global')) {
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  }
  if (update.Delete !== undefined) return indexes.filter((index) => index.name !== name);
  return indexes.map((index) =>
    index.name === name ? { ...index, throughput: update.Update!.ProvisionedThroughput } : index,
  );
}
