import { Constraints } from '../validation.ts';

/** What is wrong with the members that both batches share. */
export function constrainBatch(
  constraints: Constraints,
  input: {
    readonly RequestItems?: unknown;
    readonly ReturnConsumedCapacity?: string | undefined;
    readonly ReturnItemCollectionMetrics?: string | undefined;
  },
): Constraints {
  return constraints
    .oneOf(input.ReturnConsumedCapacity, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE'])
    .oneOf(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', ['SIZE', 'NONE'])
    .required(input.RequestItems, 'requestItems');
}

const NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

/** Adds that a key of the map is no table's name; `shown` is how the message repeats the map. */
export function constrainTables<T extends object>(
  constraints: Constraints,
  requests: T | undefined,
  shown: (requests: T) => string,
): Constraints {
  if (Object.keys(requests ?? {}).every((name) => NAME.test(name) || name.startsWith('arn:'))) return constraints;
  return constraints.check(
    false,
    shown(requests!),
    'requestItems',
    'Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]',
  );
}
