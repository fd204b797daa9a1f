import { Constraints } from '../validation.ts';

/** The tables of a batch with their requests, once there is at least one. */
export function checkBatch<T>(input: {
  readonly RequestItems?: Readonly<Record<string, T>>;
  readonly ReturnConsumedCapacity?: string | undefined;
}): [string, T][] {
  const requests = Object.entries(input.RequestItems ?? {});
  new Constraints()
    .oneOf(input.ReturnConsumedCapacity, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE'])
    .required(input.RequestItems, 'requestItems')
    .check(
      input.RequestItems === undefined || requests.length > 0,
      {},
      'requestItems',
      'Member must have length greater than or equal to 1',
    )
    .throwIfAny();
  return requests;
}
