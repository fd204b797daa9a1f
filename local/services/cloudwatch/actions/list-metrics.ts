import { pageOf } from '../page.ts';
import type { MetricId } from '../metrics/metric-store.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';

const PAGE_SIZE = 500;
const RECENT_MS = 3 * 3_600_000;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics(cloudwatch: CloudWatch, input: ListMetricsInput, call: Call): ListMetricsOutput {
  call.authorize({ action: 'cloudwatch:ListMetrics', resource: '*' });
  const since = input.RecentlyActive === undefined ? -Infinity : cloudwatch.surroundings.clock.now() - RECENT_MS;
  const found = [...cloudwatch.metrics.all()].filter(({ id, lastAt }) => lastAt >= since && matches(id, input));
  const { items, nextToken } = pageOf(found, input.NextToken, PAGE_SIZE);
  return {
    Metrics: items.map(({ id }) => ({
      Namespace: id.namespace,
      MetricName: id.name,
      Dimensions: [...id.dimensions],
    })),
    NextToken: nextToken,
  };
}

/** A dimension without a value asks for the name alone. */
function matches({ namespace, name, dimensions }: MetricId, input: ListMetricsInput): boolean {
  if (input.Namespace !== undefined && input.Namespace !== namespace) return false;
  if (input.MetricName !== undefined && input.MetricName !== name) return false;
  return (input.Dimensions ?? []).every((filter) =>
    dimensions.some(
      ({ Name, Value }) => Name === filter.Name && (filter.Value === undefined || Value === filter.Value),
    ),
  );
}
