import { AwsError } from '../aws-error.ts';
import type { FunctionRecord } from './function-record.ts';
import type { LambdaStore } from './store.ts';

/** Lambda keeps this much of the account's concurrency for functions without a reservation. */
const LEAST_UNRESERVED = 100;

/**
 * Counts running invocations against the account's and each function's limit.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export class Concurrency {
  readonly #store: LambdaStore;
  readonly accountLimit: number;
  readonly #running = new Map<string, number>();
  #unreserved = 0;

  constructor(store: LambdaStore, accountLimit: number) {
    this.#store = store;
    this.accountLimit = accountLimit;
  }

  running(functionName: string): number {
    return this.#running.get(functionName) ?? 0;
  }

  /**
   * Takes a slot; the returned function gives it back.
   *
   * @throws AwsError `TooManyRequestsException` (429) where none is free
   */
  acquire(record: FunctionRecord): () => void {
    const name = record.latest.functionName;
    const running = this.running(name);
    const reserved = record.reservedConcurrency;
    if (reserved !== undefined ? running >= reserved : this.#unreserved >= this.unreservedLimit()) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
        status: 429,
        fields: {
          Reason:
            reserved === undefined
              ? 'ConcurrentInvocationLimitExceeded'
              : 'ReservedFunctionConcurrentInvocationLimitExceeded',
        },
      });
    }
    this.#running.set(name, running + 1);
    if (reserved === undefined) this.#unreserved += 1;
    return () => {
      this.#running.set(name, this.running(name) - 1);
      if (reserved === undefined) this.#unreserved -= 1;
    };
  }

  /** What functions without a reservation share. */
  unreservedLimit(except?: string): number {
    let reserved = 0;
    for (const [name, record] of this.#store.functions) {
      if (name !== except) reserved += record.reservedConcurrency ?? 0;
    }
    return this.accountLimit - reserved;
  }

  /** @throws AwsError if reserving `amount` for the function leaves the others less than AWS's minimum */
  checkReservation(functionName: string, amount: number): void {
    if (this.unreservedLimit(functionName) - amount >= LEAST_UNRESERVED) return;
    throw new AwsError(
      'InvalidParameterValueException',
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
    );
  }
}
