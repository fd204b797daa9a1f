import { readIndexes, type IndexInput } from './index-request.ts';
import { readKeySchema, readThroughput, type KeySchemaElement } from './key-schema.ts';
import { Constraints, invalidParameter } from './validation.ts';
import type { IndexRecord, KeySchema, KeyType, OnDemandThroughput, StreamViewType, Throughput } from './store.ts';

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
  readonly ProvisionedThroughput?: Partial<Throughput>;
  readonly OnDemandThroughput?: OnDemandThroughput;
  readonly LocalSecondaryIndexes?: readonly IndexInput[];
  readonly GlobalSecondaryIndexes?: readonly IndexInput[];
  readonly StreamSpecification?: StreamSpecification;
  readonly SSESpecification?: { readonly Enabled?: boolean; readonly KMSMasterKeyId?: string };
  readonly DeletionProtectionEnabled?: boolean;
  readonly TableClass?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export interface Schema {
  readonly key: KeySchema;
  readonly types: Readonly<Record<string, KeyType>>;
  readonly indexes: readonly IndexRecord[];
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput: Throughput | undefined;
}

/**
 * The keys, indexes and billing of a new table.
 *
 * @throws AwsError `ValidationException`
 */
export function readSchema(input: TableInput): Schema {
  checkShapes(input);
  const billing = input.BillingMode === 'PAY_PER_REQUEST' ? 'PAY_PER_REQUEST' : 'PROVISIONED';
  const throughput = readThroughput(billing, input.ProvisionedThroughput);
  const types = readTypes(input.AttributeDefinitions!);
  const key = readKeySchema(input.KeySchema!, types);
  const indexes = [
    ...readIndexes(input.GlobalSecondaryIndexes, 'global', { key, types, billing }),
    ...readIndexes(input.LocalSecondaryIndexes, 'local', { key, types, billing }),
  ];
  const names = indexes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw invalidParameter(`Duplicate index name: ${twice}`);
  checkAllTypesUsed(types, [key, ...indexes.map((index) => index.key)]);
  return { key, types, indexes, billing, throughput };
}

export function readTypes(definitions: readonly AttributeDefinition[]): Record<string, KeyType> {
  const types: Record<string, KeyType> = {};
  for (const { AttributeName: name, AttributeType: type } of definitions) {
    if (Object.hasOwn(types, name!)) {
      throw invalidParameter(`Cannot redefine an attribute that has already been defined: ${name}`);
    }
    types[name!] = type as KeyType;
  }
  return types;
}

export function checkAllTypesUsed(types: Readonly<Record<string, KeyType>>, keys: readonly KeySchema[]): void {
  const used = new Set(keys.flatMap(({ hash, range }) => (range === undefined ? [hash] : [hash, range])));
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

/** Undefined for no stream. */
export function readViewType(specification: StreamSpecification | undefined): StreamViewType | undefined {
  if (specification === undefined) return undefined;
  const { StreamEnabled: enabled, StreamViewType: viewType } = specification;
  new Constraints()
    .oneOf(viewType, 'streamSpecification.streamViewType', [
      'NEW_IMAGE',
      'OLD_IMAGE',
      'NEW_AND_OLD_IMAGES',
      'KEYS_ONLY',
    ])
    .throwIfAny();
  if (enabled === false) {
    if (viewType === undefined) return undefined;
    throw invalidParameter('StreamViewType is not allowed to be specified when StreamEnabled is set to false');
  }
  if (viewType === undefined) throw invalidParameter('StreamEnabled is true but StreamViewType is not specified');
  return viewType as StreamViewType;
}

/** Elements as messages quote them. */
function shownKeys(elements: readonly KeySchemaElement[] = []): string {
  const shown = elements.map(
    ({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`,
  );
  return `[${shown.join(', ')}]`;
}

function checkShapes(input: TableInput): void {
  const constraints = new Constraints()
    .required(input.AttributeDefinitions, 'attributeDefinitions')
    .required(input.KeySchema, 'keySchema')
    .length(input.KeySchema, 'keySchema', 1, 2, shownKeys(input.KeySchema))
    .oneOf(input.BillingMode, 'billingMode', ['PROVISIONED', 'PAY_PER_REQUEST'])
    .oneOf(input.TableClass, 'tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
  checkUnits(constraints, input.ProvisionedThroughput);
  input.AttributeDefinitions?.forEach(({ AttributeName, AttributeType }, index) => {
    const at = `attributeDefinitions.${index + 1}.member`;
    constraints
      .required(AttributeName, `${at}.attributeName`)
      .length(AttributeName, `${at}.attributeName`, 1, 255)
      .required(AttributeType, `${at}.attributeType`)
      .oneOf(AttributeType, `${at}.attributeType`, ['B', 'N', 'S']);
  });
  input.KeySchema?.forEach(({ AttributeName, KeyType }, index) => {
    const at = `keySchema.${index + 1}.member`;
    constraints
      .required(AttributeName, `${at}.attributeName`)
      .required(KeyType, `${at}.keyType`)
      .oneOf(KeyType, `${at}.keyType`, ['HASH', 'RANGE']);
  });
  constraints.throwIfAny();
}

export function checkUnits(constraints: Constraints, units: Partial<Throughput> | undefined): void {
  constraints
    .atLeast(units?.WriteCapacityUnits, 'provisionedThroughput.writeCapacityUnits', 1)
    .atLeast(units?.ReadCapacityUnits, 'provisionedThroughput.readCapacityUnits', 1);
}
