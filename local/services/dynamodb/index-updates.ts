import { AwsError } from '../aws-error.ts';
import { constrainIndex, readIndex, type IndexInput } from './index-request.ts';
import { checkMaximum, maximumAfter } from './on-demand-throughput.ts';
import { changedUnits, constrainThroughput } from './throughput-request.ts';
import { changesAfter } from './unit-changes.ts';
import { raisedWarmth, warmthAfter } from './warm-throughput.ts';
import { duplicateIn, invalidParameter, validation, type Constraints } from './validation.ts';
import { keyNames } from './key-names.ts';
import type { IndexRecord, KeyType, OnDemandThroughput, TableRecord, Throughput, WarmThroughput } from './store.ts';

export interface IndexUpdate {
  readonly Create?: IndexInput;
  readonly Delete?: { readonly IndexName?: string };
  readonly Update?: {
    readonly IndexName?: string;
    readonly ProvisionedThroughput?: Throughput;
    readonly OnDemandThroughput?: OnDemandThroughput;
    readonly WarmThroughput?: Partial<WarmThroughput>;
  };
}

/** Adds what is wrong with the form of one of an UpdateTable's index updates. */
export function constrainUpdate(constraints: Constraints, { Create, Delete, Update }: IndexUpdate, at: string): void {
  if (Create !== undefined) constrainIndex(constraints, Create, `${at}.create`);
  for (const [member, given] of Object.entries({ delete: Delete, update: Update })) {
    if (given === undefined) continue;
    const named = `${at}.${member}.indexName`;
    constraints.required(given.IndexName, named).name(given.IndexName, named);
  }
  constrainThroughput(constraints, Update?.ProvisionedThroughput, `${at}.update.provisionedThroughput`);
}

interface Asked {
  readonly updates: readonly IndexUpdate[];
  /** Types of attributes, by the request: only those of a new index's keys matter. */
  readonly types: Readonly<Record<string, KeyType>> | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The indexes and the attribute types they leave in use, after updates of good form.
 *
 * @param record the table, with its billing as it will be
 * @throws AwsError `ValidationException`, `LimitExceededException`, `ResourceNotFoundException`
 */
export function changeIndexes(
  record: TableRecord,
  { updates, types: asked, now }: Asked,
): { readonly indexes: readonly IndexRecord[]; readonly types: Readonly<Record<string, KeyType>> } {
  checkTogether(updates);
  let { indexes } = record;
  const types = { ...asked, ...record.types };
  for (const { Create, Delete, Update } of updates) {
    if (Create !== undefined) indexes = [...indexes, created(record, Create, asked, types)];
    const name = (Update ?? Delete)?.IndexName;
    if (name !== undefined) checkGlobal(record, name, Delete === undefined ? 'update' : 'delete');
    if (Delete !== undefined) indexes = indexes.filter((index) => index.name !== name);
    if (Update !== undefined) {
      indexes = indexes.map((index) => (index.name === name ? updated(record, index, Update, now) : index));
    }
  }
  const used = new Set([record, ...indexes].flatMap(({ key }) => keyNames(key)));
  return { indexes, types: Object.fromEntries(Object.entries(types).filter(([name]) => used.has(name))) };
}

/** What all updates of one request may be. */
function checkTogether(updates: readonly IndexUpdate[]): void {
  const actions = updates.map(({ Create, Delete, Update }) =>
    [Update, Create, Delete].filter((action) => action !== undefined),
  );
  if (actions.some(({ length }) => length === 0)) {
    throw invalidParameter(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    );
  }
  if (actions.some(({ length }) => length > 1)) {
    throw invalidParameter('Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object');
  }
  const names = actions.map(([action]) => action!.IndexName);
  const twice = duplicateIn(names);
  if (twice !== undefined) {
    throw invalidParameter(
      `Only one global secondary index update per index is allowed simultaneously. Index: ${twice}`,
    );
  }
  if (updates.filter(({ Update }) => Update === undefined).length > 1) {
    throw limitExceeded('Only 1 online index can be created or deleted simultaneously per table');
  }
}

function created(
  record: TableRecord,
  input: IndexInput,
  asked: Asked['types'],
  types: Readonly<Record<string, KeyType>>,
): IndexRecord {
  const { IndexName: name, ProvisionedThroughput: units } = input;
  if (record.indexes.some((index) => index.name === name)) {
    throw validation('Attempting to create an index which already exists');
  }
  if (record.indexes.filter(({ kind }) => kind === 'global').length >= 20) {
    throw limitExceeded('Number of global secondary indexes exceeds per-table limit of 20');
  }
  if (asked === undefined) throw invalidParameter(`AttributeDefinitions is not specified for index: ${name}`);
  if (record.billing === 'PROVISIONED' && units === undefined) {
    throw invalidParameter(`Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${name}`);
  }
  if (record.billing === 'PAY_PER_REQUEST' && units !== undefined) {
    throw invalidParameter(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  const index = readIndex(input, 'global', { ...record, types });
  for (const attribute of keyNames(index.key)) checkSameType(attribute, record.types[attribute], asked[attribute]);
  return index;
}

function checkSameType(name: string, before: KeyType | undefined, asked: KeyType | undefined): void {
  if (before === undefined || asked === undefined || before === asked) return;
  const schema = (type: KeyType): string => `Schema:[SchemaElement: key{${name}:${type}:HASH}]`;
  throw invalidParameter(
    `Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Existing schema: ${schema(before)} New schema: ${schema(asked)}`,
  );
}

function checkGlobal(record: TableRecord, name: string, action: 'update' | 'delete'): void {
  const index = record.indexes.find((candidate) => candidate.name === name);
  if (index === undefined) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Requested resource not found: Index ${name} for table ${record.name}`,
    );
  }
  if (index.kind === 'global') return;
  throw validation(`Cannot ${action} an index that is not a GlobalSecondaryIndex: ${name}`);
}

function updated(
  { billing }: TableRecord,
  index: IndexRecord,
  asked: NonNullable<IndexUpdate['Update']>,
  now: number,
): IndexRecord {
  const { ProvisionedThroughput: units, OnDemandThroughput: maximum, WarmThroughput: warm } = asked;
  const { name, throughput: before } = index;
  if (units !== undefined && billing === 'PAY_PER_REQUEST') {
    throw invalidParameter(
      `The only Updates for index: ${name} when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
    );
  }
  checkMaximum(maximum, billing, `index : ${name}`, 'update');
  if (units !== undefined && before !== undefined) changedUnits(before, units, `index ${name}`);
  const throughput = units ?? before;
  return {
    ...index,
    throughput,
    unitChanges:
      units === undefined || before === undefined
        ? index.unitChanges
        : changesAfter(index.unitChanges, before, units, now),
    onDemand: maximumAfter(index.onDemand, maximum),
    warm: raisedWarmth(warmthAfter(index.warm, billing, throughput), warm, `index ${name}`),
  };
}

function limitExceeded(detail: string): AwsError {
  return new AwsError('LimitExceededException', `Subscriber limit exceeded: ${detail}`);
}
