import { invalidParameter, validation } from './validation.ts';
import type { KeySchema, KeyType, Throughput } from './store.ts';

export interface KeySchemaElement {
  readonly AttributeName?: string;
  readonly KeyType?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html */
export function readKeySchema(
  elements: readonly KeySchemaElement[],
  types: Readonly<Record<string, KeyType>>,
): KeySchema {
  const [first, second] = elements;
  const undefinedNames = elements
    .map(({ AttributeName }) => AttributeName!)
    .filter((name) => !Object.hasOwn(types, name));
  if (first?.KeyType !== 'HASH')
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (first.AttributeName === second?.AttributeName) {
    throw validation('Invalid KeySchema: Some index key attribute have no definition');
  }
  if (undefinedNames.length > 0) {
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${elements.map((e) => e.AttributeName).join(', ')}], AttributeDefinitions: [${Object.keys(types).join(', ')}]`,
    );
  }
  return { hash: first.AttributeName!, range: second?.AttributeName };
}

export function readThroughput(billing: string, given: Partial<Throughput> | undefined): Throughput | undefined {
  if (billing === 'PAY_PER_REQUEST') {
    if (given === undefined) return undefined;
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (given?.ReadCapacityUnits === undefined || given.WriteCapacityUnits === undefined) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  return { ReadCapacityUnits: given.ReadCapacityUnits, WriteCapacityUnits: given.WriteCapacityUnits };
}
