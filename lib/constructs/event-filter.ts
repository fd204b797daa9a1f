import { FilterOrPolicy, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { eventTypeAttribute, type EventType } from '../../contracts/event-types.ts';
import { enforce, shapeLimits } from './limits.ts';

export interface EventFilter {
  /**
   * Further message attributes that an event must carry, at most four. Their producer writes them into the outbox row.
   *
   * @default - none
   */
  readonly attributes?: Readonly<Record<string, SubscriptionFilter>>;
  /**
   * What the event itself must say, nested as its envelope is: `{ data: FilterOrPolicy.policy({ … }) }`. SNS then reads
   * every body, which it charges for (https://aws.amazon.com/sns/pricing/), and looks at no attribute.
   *
   * @default - any
   */
  readonly body?: Readonly<Record<string, FilterOrPolicy>>;
}

/**
 * The filter policy for some event types and whatever else is asked, within what SNS takes
 * (https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html).
 */
export function filterOf(scope: IConstruct, types: readonly EventType[], { attributes, body }: EventFilter) {
  enforce(scope, shapeLimits.filterScope, [attributes, body]);
  const type = SubscriptionFilter.stringFilter({ allowlist: [...types] });
  const conditions =
    body === undefined ? { [eventTypeAttribute]: type, ...attributes } : { type: FilterOrPolicy.filter(type), ...body };
  enforce(scope, shapeLimits.filterKeys, Object.keys(conditions).length);
  enforce(scope, shapeLimits.filterCombinations, combinations(conditions));
  return body === undefined
    ? { filterPolicy: conditions as Record<string, SubscriptionFilter> }
    : { filterPolicyWithMessageBody: conditions as Record<string, FilterOrPolicy> };
}

/** As SNS counts: the values of each key, times how deep it lies, multiplied over all keys. */
function combinations(policy: Readonly<Record<string, SubscriptionFilter | FilterOrPolicy>>, depth = 1): number {
  return Object.values(policy).reduce((product, condition) => {
    if (condition instanceof SubscriptionFilter) return product * condition.conditions.length * depth;
    if (condition.isFilter()) return product * condition.filterDoc.conditions.length * depth;
    if (condition.isPolicy()) return product * combinations(condition.policyDoc, depth + 1);
    return product;
  }, 1);
}
