import { invalidParameter, validation, type Constraints } from './validation.ts';
import type { Throughput } from './store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-capacity-units-provisioned-throughput */
const MAX_UNITS = 1e12;

/** Adds what is wrong with units that are given. */
export function constrainThroughput(
  constraints: Constraints,
  units: Partial<Throughput> | undefined,
  at: string,
): void {
  if (units === undefined) return;
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = units;
  constraints
    .required(write, `${at}.writeCapacityUnits`)
    .atLeast(write, `${at}.writeCapacityUnits`, 1)
    .required(read, `${at}.readCapacityUnits`)
    .atLeast(read, `${at}.readCapacityUnits`, 1);
}

/**
 * The units of a table in this billing mode, undefined on demand.
 *
 * @throws AwsError `ValidationException`
 */
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
  const { ReadCapacityUnits, WriteCapacityUnits } = given;
  for (const [member, units] of Object.entries({ ReadCapacityUnits, WriteCapacityUnits })) {
    if (units > MAX_UNITS) throw validation(`Given value ${units} for ${member} is out of bounds`);
  }
  return { ReadCapacityUnits, WriteCapacityUnits };
}

/**
 * @param of as messages name it: `table`, or `index` and its name
 * @throws AwsError `ValidationException` where nothing would change
 */
export function changedUnits(before: Throughput, after: Throughput, of: string): void {
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = after;
  if (before.ReadCapacityUnits !== read || before.WriteCapacityUnits !== write) return;
  throw validation(
    `The provisioned throughput for the ${of} will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the ${of}: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the ${of}: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
  );
}
