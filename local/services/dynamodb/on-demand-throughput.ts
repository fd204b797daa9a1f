import { invalidParameter } from './validation.ts';
import type { OnDemandThroughput } from './store.ts';

const MEMBERS = ['MaxReadRequestUnits', 'MaxWriteRequestUnits'] as const;
/** Asks an update for no maximum any more. */
const NONE = -1;

/**
 * @param of as messages name it: `table`, or `index : ` and its name
 * @throws AwsError `ValidationException`
 */
export function checkMaximum(
  given: OnDemandThroughput | undefined,
  billing: string,
  of: string,
  change: 'create' | 'update',
): void {
  for (const member of MEMBERS) {
    const units = given?.[member];
    if (units === undefined) continue;
    if (billing === 'PROVISIONED') throw invalidParameter(provisioned(member, of, change));
    if (units >= 1 || (units === NONE && change === 'update')) continue;
    throw invalidParameter(`Requested ${member} for OnDemandThroughput for ${of} is outside of valid range`);
  }
}

function provisioned(member: string, of: string, change: 'create' | 'update'): string {
  if (of !== 'table') return `${member} for OnDemandThroughput for ${of} cannot be specified`;
  return change === 'create'
    ? `${member} for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.`
    : `${member} for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED`;
}

/** Member by member; undefined once there is no maximum left. */
export function maximumAfter(
  before: OnDemandThroughput | undefined,
  given: OnDemandThroughput | undefined,
): OnDemandThroughput | undefined {
  const kept = Object.entries({ ...before, ...given }).filter(([, units]) => units !== NONE);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
