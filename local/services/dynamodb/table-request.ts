import { constrainIndex, readIndexes, type IndexInput } from './index-request.ts';
import { constrainKeySchema, readKeySchema, type KeySchemaElement } from './key-schema.ts';
import { checkMaximum } from './on-demand-throughput.ts';
import { constrainThroughput, readThroughput } from './throughput-request.ts';
import { keyNames } from './key-names.ts';
import { newWarmth } from './warm-throughput.ts';
import { Constraints, duplicateIn, invalidParameter, validation } from './validation.ts';
import type {
  IndexRecord,
  KeySchema,
  KeyType,
  OnDemandThroughput,
  StreamViewType,
  Throughput,
  WarmThroughput,
} from './store.ts';

export interface AttributeDefinition {
  readonly AttributeName?: string;
  readonly AttributeType?: string;
}

export interface StreamSpecification {
  readonly StreamEnabled?: boolean;
  readonly StreamViewType?: string;
}

/** What CreateTable and the CloudFormation resource share. */
export interface TableInput {
  readonly TableName?: string;
  readonly AttributeDefinitions?: readonly AttributeDefinition[];
  readonly KeySchema?: readonly KeySchemaElement[];
  readonly BillingMode?: string;
  /** Another name for `BillingMode`, which wins where both are given. */
  readonly TableThroughputMode?: string;
  readonly ProvisionedThroughput?: Partial<Throughput>;
  readonly OnDemandThroughput?: OnDemandThroughput;
  readonly WarmThroughput?: Partial<WarmThroughput>;
  readonly LocalSecondaryIndexes?: readonly IndexInput[];
  readonly GlobalSecondaryIndexes?: readonly IndexInput[];
  readonly StreamSpecification?: StreamSpecification;
  readonly SSESpecification?: { readonly Enabled?: boolean; readonly KMSMasterKeyId?: string };
  readonly DeletionProtectionEnabled?: boolean;
  readonly TableClass?: string;
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

export interface Schema {
  readonly key: KeySchema;
  readonly types: Readonly<Record<string, KeyType>>;
  readonly indexes: readonly IndexRecord[];
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput: Throughput | undefined;
  readonly warm: WarmThroughput;
}

/**
 * The keys, indexes and billing of a new table.
 *
 * @throws AwsError `ValidationException`
 */
export function readSchema(input: TableInput): Schema {
  checkShapes(input);
  const billing = readBilling(input) ?? 'PROVISIONED';
  const throughput = readThroughput(billing, input.ProvisionedThroughput);
  checkMaximum(input.OnDemandThroughput, billing, 'table', 'create');
  const warm = newWarmth(input.WarmThroughput, billing, throughput, 'table');
  const types = readTypes(input.AttributeDefinitions!);
  const key = readKeySchema(input.KeySchema!, types);
  const locals = readIndexes(input.LocalSecondaryIndexes, 'local', { key, types, billing });
  const indexes = [...readIndexes(input.GlobalSecondaryIndexes, 'global', { key, types, billing }), ...locals];
  const names = indexes.map(({ name }) => name);
  const twice = duplicateIn(names);
  if (twice !== undefined) throw invalidParameter(`Duplicate index name: ${twice}`);
  checkAllTypesUsed(types, [key, ...indexes.map((index) => index.key)]);
  return { key, types, indexes, billing, throughput, warm };
}

export function readTypes(definitions: readonly AttributeDefinition[]): Record<string, KeyType> {
  const types: Record<string, KeyType> = {};
  for (const { AttributeName: name, AttributeType: type } of definitions) {
    if (Object.hasOwn(types, name!)) {
      throw validation(`Attribute Name is duplicated: ${name}`);
    }
    types[name!] = type as KeyType;
  }
  return types;
}

export function checkAllTypesUsed(types: Readonly<Record<string, KeyType>>, keys: readonly KeySchema[]): void {
  const used = new Set(keys.flatMap(keyNames));
  const names = Object.keys(types);
  if (names.every((name) => used.has(name))) return;
  if (keys.length === 1) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  throw invalidParameter(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${names.join(', ')}], keys used: [${[...used].join(', ')}]`,
  );
}

export function readBilling({ BillingMode, TableThroughputMode }: TableInput): Schema['billing'] | undefined {
  return (BillingMode ?? TableThroughputMode) as Schema['billing'] | undefined;
}

/** Undefined for no stream. */
export function readViewType(
  specification: StreamSpecification | undefined,
  change: 'create' | 'update',
): StreamViewType | undefined {
  if (specification === undefined) return undefined;
  const { StreamEnabled: enabled, StreamViewType: viewType } = specification;
  if (enabled === false) {
    if (viewType === undefined) return undefined;
    throw invalidParameter(
      change === 'create'
        ? 'Table is being created with a stream disabled, UpdateViewType should not be specified'
        : 'If stream is being disabled, then UpdateViewType must not be specified',
    );
  }
  if (viewType !== undefined) return viewType as StreamViewType;
  throw invalidParameter(
    change === 'create'
      ? 'Table is being created with a stream enabled, UpdateViewType is required'
      : 'If stream is being enabled then UpdateViewType is required',
  );
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.TableClasses.html */
const TABLE_CLASSES = ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'];

/** @throws AwsError `ValidationException` */
export function checkTableClass({ TableClass: given }: TableInput): void {
  if (given === undefined || TABLE_CLASSES.includes(given)) return;
  throw validation(
    `Invalid table-class parameter provided. Please try again with a valid table-class value: [${TABLE_CLASSES.join(', ')}].`,
  );
}

const BILLING_MODES = ['PROVISIONED', 'PAY_PER_REQUEST'];
const VIEW_TYPES = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'];

/** Adds what is wrong with the form of what CreateTable and UpdateTable share. */
export function constrainSettings(constraints: Constraints, input: TableInput): void {
  const { StreamSpecification: stream } = input;
  constraints
    .oneOf(input.BillingMode, 'billingMode', BILLING_MODES)
    .oneOf(input.TableThroughputMode, 'tableThroughputMode', BILLING_MODES);
  constrainThroughput(constraints, input.ProvisionedThroughput, 'provisionedThroughput');
  input.AttributeDefinitions?.forEach(({ AttributeName, AttributeType }, index) => {
    const at = `attributeDefinitions.${index + 1}.member`;
    constraints
      .required(AttributeName, `${at}.attributeName`)
      .length(AttributeName, `${at}.attributeName`, 1, 255)
      .required(AttributeType, `${at}.attributeType`)
      .oneOf(AttributeType, `${at}.attributeType`, ['B', 'N', 'S']);
  });
  if (stream !== undefined) constraints.required(stream.StreamEnabled, 'streamSpecification.streamEnabled');
  constraints.oneOf(stream?.StreamViewType, 'streamSpecification.streamViewType', VIEW_TYPES);
}

function checkShapes(input: TableInput): void {
  const constraints = new Constraints().required(input.AttributeDefinitions, 'attributeDefinitions');
  constrainKeySchema(constraints, input.KeySchema, 'keySchema', 2);
  constrainSettings(constraints, input);
  for (const kind of ['local', 'global'] as const) {
    const indexes = kind === 'local' ? input.LocalSecondaryIndexes : input.GlobalSecondaryIndexes;
    indexes?.forEach((index, at) =>
      constrainIndex(constraints, index, `${kind}SecondaryIndexes.${at + 1}.member`, kind),
    );
  }
  constraints.throwIfAny();
  checkTableClass(input);
}
