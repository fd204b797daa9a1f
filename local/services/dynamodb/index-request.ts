import { constrainKeySchema, readKeySchema, type KeySchemaElement } from './key-schema.ts';
import { checkMaximum } from './on-demand-throughput.ts';
import { constrainThroughput, readThroughput } from './throughput-request.ts';
import { duplicateIn, invalidParameter, type Constraints } from './validation.ts';
import { newWarmth } from './warm-throughput.ts';
import type { IndexRecord, KeySchema, KeyType, OnDemandThroughput, Throughput, WarmThroughput } from './store.ts';

export interface IndexInput {
  readonly IndexName?: string;
  readonly KeySchema?: readonly KeySchemaElement[];
  readonly Projection?: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
  readonly ProvisionedThroughput?: Partial<Throughput>;
  readonly OnDemandThroughput?: OnDemandThroughput;
  readonly WarmThroughput?: Partial<WarmThroughput>;
}

interface Around {
  readonly key: KeySchema;
  readonly types: Readonly<Record<string, KeyType>>;
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
}

const LIMITS = { global: 20, local: 5 } as const;

/** Adds what is wrong with an index's form; only a global one may have more than two key attributes. */
export function constrainIndex(
  constraints: Constraints,
  input: IndexInput,
  at: string,
  kind: 'global' | 'local' = 'global',
): void {
  const { IndexName: name, KeySchema: elements, Projection: projection } = input;
  constraints.required(name, `${at}.indexName`).name(name, `${at}.indexName`);
  constrainKeySchema(constraints, elements, `${at}.keySchema`, kind === 'global' ? Infinity : 2);
  constraints
    .required(projection, `${at}.projection`)
    .oneOf(projection?.ProjectionType, `${at}.projection.projectionType`, ['ALL', 'INCLUDE', 'KEYS_ONLY'])
    .length(projection?.NonKeyAttributes, `${at}.projection.nonKeyAttributes`, 1, 20);
  constrainThroughput(constraints, input.ProvisionedThroughput, `${at}.provisionedThroughput`);
}

/**
 * @param inputs of good form
 * @throws AwsError `ValidationException`
 */
export function readIndexes(
  inputs: readonly IndexInput[] | undefined,
  kind: 'global' | 'local',
  around: Around,
): IndexRecord[] {
  if (inputs === undefined) return [];
  const type = kind === 'global' ? 'GlobalSecondaryIndex' : 'LocalSecondaryIndex';
  if (inputs.length === 0) throw invalidParameter(`List of ${type}es is empty`);
  if (kind === 'local' && around.key.range === undefined) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  const indexes = inputs.map((input) => readIndex(input, kind, around));
  if (inputs.length > LIMITS[kind]) {
    throw invalidParameter(
      kind === 'global'
        ? 'GlobalSecondaryIndex count exceeds the per-table limit of 20'
        : 'Number of LocalSecondaryIndexes exceeds per-table limit of 5',
    );
  }
  return indexes;
}

/** @throws AwsError `ValidationException` */
export function readIndex(input: IndexInput, kind: 'global' | 'local', around: Around): IndexRecord {
  const { IndexName: name, KeySchema: elements, Projection: projection } = input;
  const key = readKeySchema(elements!, around.types, kind === 'global');
  if (kind === 'local') checkLocal(name!, key, around.key);
  const included = readIncluded(projection!);
  const throughput = kind === 'global' ? indexThroughput(name!, input, around.billing) : undefined;
  checkMaximum(input.OnDemandThroughput, around.billing, `index : ${name}`, 'create');
  return {
    name: name!,
    kind,
    key,
    projection: projection!.ProjectionType as IndexRecord['projection'],
    included,
    throughput,
    onDemand: input.OnDemandThroughput,
    warm: kind === 'global' ? newWarmth(input.WarmThroughput, around.billing, throughput, `index ${name}`) : undefined,
  };
}

function checkLocal(name: string, key: KeySchema, tableKey: KeySchema): void {
  if (key.range === undefined) {
    throw invalidParameter(`Index KeySchema does not have a range key for index: ${name}`);
  }
  if (key.hash !== tableKey.hash) {
    throw invalidParameter(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${key.hash}, table hash key: ${tableKey.hash}`,
    );
  }
}

function readIncluded({ ProjectionType: type, NonKeyAttributes: names }: NonNullable<IndexInput['Projection']>) {
  if (type === undefined) throw invalidParameter('Unknown ProjectionType: null');
  if (type !== 'INCLUDE') {
    if (names === undefined) return [];
    throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  if (names === undefined) {
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  const twice = duplicateIn(names);
  if (twice !== undefined) throw invalidParameter(`Duplicate element in NonKeyAttributes: ${twice}`);
  return [...names].sort();
}

function indexThroughput(name: string, input: IndexInput, billing: string): Throughput | undefined {
  if (billing === 'PROVISIONED' && input.ProvisionedThroughput === undefined) {
    throw invalidParameter(`ProvisionedThroughput is not specified for index: ${name}`);
  }
  if (billing === 'PAY_PER_REQUEST' && input.ProvisionedThroughput !== undefined) {
    throw invalidParameter(
      `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  return readThroughput(billing, input.ProvisionedThroughput);
}
