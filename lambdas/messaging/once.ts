import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { dynamodb } from './aws/dynamodb.ts';
import { required, requiredCount } from './environment.ts';
import { Reject, RetryLater } from './errors.ts';
import { invocation } from './invocation.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface OnceOptions<Input, Output extends Json> {
  /** Prefix of its keys: no other operation may share it. */
  readonly operation: string;
  /** The business id that makes the call the same call; never a message id, which a producer's retry changes. */
  readonly key: (input: Input) => string;
  /** The outside call. Its answer is stored, so it is plain JSON and small (an item holds 400 KB). */
  readonly run: (input: Input) => Promise<Output>;
}

/**
 * Remembers the answer of an outside call, on Powertools idempotency with a store of its own: a repeated call with the
 * same key gets the stored answer. It is the cheap first filter and not the guard: a crash between call and record
 * repeats the call, so the other side needs the key as well.
 *
 * @throws RetryLater while another attempt holds the key; Reject `no-idempotency-key` for an empty one; what `run` throws
 * @example
 * const charge = once({ operation: 'charge', key: (order) => order.paymentKey, run: (order) => payment.charge(order) });
 */
export function once<Input, Output extends Json>(
  options: OnceOptions<Input, Output>,
): (input: Input) => Promise<Output> {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName: required('idempotencyTable'),
    awsSdkV3Client: dynamodb,
  });
  const expiresAfterSeconds = requiredCount('idempotencySeconds');
  const config = new IdempotencyConfig({ throwOnNoIdempotencyKey: true, expiresAfterSeconds, hashFunction: 'sha256' });
  const idempotent = makeIdempotent((_key: string, call: () => Promise<Json>) => call(), {
    persistenceStore,
    config,
    keyPrefix: options.operation,
    dataIndexArgument: 0,
  });
  return async (input) => {
    const key = options.key(input);
    if (key === '') throw new Reject(`${options.operation} was given no key`, { reason: 'no-idempotency-key' });
    const context = invocation.context();
    if (context !== undefined) config.registerLambdaContext(context);
    try {
      return (await idempotent(key, () => options.run(input))) as Output;
    } catch (error) {
      if (error instanceof IdempotencyAlreadyInProgressError) {
        throw new RetryLater(`${options.operation} is under way elsewhere`, { cause: error });
      }
      throw error;
    }
  };
}
