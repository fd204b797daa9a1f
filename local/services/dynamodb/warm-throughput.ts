import { invalidParameter } from './validation.ts';
import type { Throughput, WarmThroughput } from './store.ts';

type Billing = 'PAY_PER_REQUEST' | 'PROVISIONED';

const ON_DEMAND: WarmThroughput = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4000 };
const CAPACITY = { ReadUnitsPerSecond: 'ReadCapacityUnits', WriteUnitsPerSecond: 'WriteCapacityUnits' } as const;
const MEMBERS = Object.keys(CAPACITY) as readonly (keyof WarmThroughput)[];

/** What a table or an index is warm for without being asked. */
function initial(billing: Billing, units: Throughput | undefined): WarmThroughput {
  if (billing === 'PAY_PER_REQUEST' || units === undefined) return ON_DEMAND;
  return { ReadUnitsPerSecond: units.ReadCapacityUnits, WriteUnitsPerSecond: units.WriteCapacityUnits };
}

/**
 * What a new table or index is warm for. It throttles nothing here; it is kept and shown.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 *
 * @param of as messages name it: `table`, or `index` and its name
 * @throws AwsError `ValidationException` for less than it has anyway
 */
export function newWarmth(
  given: Partial<WarmThroughput> | undefined,
  billing: Billing,
  units: Throughput | undefined,
  of: string,
): WarmThroughput {
  const least = initial(billing, units);
  for (const member of MEMBERS) {
    if (given?.[member] === undefined || given[member] >= least[member]) continue;
    throw invalidParameter(
      billing === 'PROVISIONED'
        ? `Requested ${member} for WarmThroughput for ${of} is lower than ${CAPACITY[member]} of ProvisionedThroughput`
        : `Requested ${member} for WarmThroughput for ${of} is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial`,
    );
  }
  return { ...least, ...given };
}

/** What a table or an index is warm for after a change: never less than before. */
export function warmthAfter(
  before: WarmThroughput | undefined,
  billing: Billing,
  units: Throughput | undefined,
): WarmThroughput {
  const least = initial(billing, units);
  if (before === undefined) return least;
  return {
    ReadUnitsPerSecond: Math.max(before.ReadUnitsPerSecond, least.ReadUnitsPerSecond),
    WriteUnitsPerSecond: Math.max(before.WriteUnitsPerSecond, least.WriteUnitsPerSecond),
  };
}

/** @throws AwsError `ValidationException` for less than it has */
export function raisedWarmth(
  before: WarmThroughput,
  given: Partial<WarmThroughput> | undefined,
  of: string,
): WarmThroughput {
  for (const member of MEMBERS) {
    if (given?.[member] === undefined || given[member] >= before[member]) continue;
    throw invalidParameter(
      `Requested ${member} for WarmThroughput for ${of} is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
    );
  }
  return { ...before, ...given };
}
