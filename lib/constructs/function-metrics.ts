import { MathExpression, Stats, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { minute } from './queue-metrics.ts';
import type { NodeFunction } from './node-function.ts';

/** Share of its timeout that a function may come near before somebody should look. */
const nearTimeout = 0.8;

export function errors(fn: NodeFunction): Metric {
  return fn.function.metricErrors({ period: minute, statistic: Stats.SUM, label: fn.metrics.service });
}

export function throttles(fn: NodeFunction): Metric {
  return fn.function.metricThrottles({ period: minute, statistic: Stats.SUM, label: fn.metrics.service });
}

/** The longest invocation, as a share of the timeout in percent. Ids are unique in a graph of many functions. */
export function timeoutUsed(fn: NodeFunction): MathExpression {
  const id = `duration${fn.node.addr}`;
  return new MathExpression({
    expression: `${id} / ${fn.timeout.toMilliseconds() / 100}`,
    usingMetrics: { [id]: longest(fn) },
    period: minute,
    label: fn.metrics.service,
  });
}

/** Above 0 in a minute in which the function failed, was throttled, or ran close to its timeout. */
export function unwell(fn: NodeFunction): MathExpression {
  const limit = fn.timeout.toMilliseconds() * nearTimeout;
  return new MathExpression({
    expression: `FILL(errors, 0) + FILL(throttles, 0) + IF(FILL(duration, 0) > ${limit}, 1, 0)`,
    usingMetrics: { errors: errors(fn), throttles: throttles(fn), duration: longest(fn) },
    period: minute,
    label: 'Failed, throttled, or close to its timeout',
  });
}

function longest(fn: NodeFunction): Metric {
  return fn.function.metricDuration({ period: minute, statistic: Stats.MAXIMUM });
}
