import { Constraints, validation } from '../validation.ts';

/**
 * The tables of a batch with their requests, once there is at least one.
 *
 * @param action as messages name it
 */
export function checkBatch<T>(
  action: string,
  input: {
    readonly RequestItems?: Readonly<Record<string, T>>;
    readonly ReturnConsumedCapacity?: string | undefined;
    readonly ReturnItemCollectionMetrics?: string | undefined;
  },
): [string, T][] {
  new Constraints()
    .oneOf(input.ReturnConsumedCapacity, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE'])
    .oneOf(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', ['SIZE', 'NONE'])
    .required(input.RequestItems, 'requestItems')
    .throwIfAny();
  const requests = Object.entries(input.RequestItems!);
  if (requests.length === 0) throw validation(`The requestItems parameter is required for ${action}`);
  return requests;
}
