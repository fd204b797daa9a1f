import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { NodeFunction } from './node-function.ts';

/** SQS and Lambda report once a minute: nothing finer is there to be seen. */
export const minute = Duration.minutes(1);

/** Not `NumberOfMessagesSent`, which stays zero for messages that SQS itself moves to a dead-letter queue. */
export function visible(queue: IQueue): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: Stats.MAXIMUM });
}

export function inFlight(queue: IQueue): Metric {
  return queue.metricApproximateNumberOfMessagesNotVisible({ period: minute, statistic: Stats.MAXIMUM });
}

export function arrivalsOverDepartures(queue: IQueue): MathExpression {
  return new MathExpression({
    expression: 'sent - deleted',
    usingMetrics: {
      sent: queue.metricNumberOfMessagesSent({ period: minute, statistic: Stats.SUM }),
      deleted: queue.metricNumberOfMessagesDeleted({ period: minute, statistic: Stats.SUM }),
    },
    period: minute,
    label: 'Arrivals over departures',
  });
}

/** Minutes until the queue is empty at the pace of the last one; nothing while more comes in than goes out. */
export function drainMinutes(queue: IQueue): MathExpression {
  return new MathExpression({
    expression: 'IF(deleted > sent, waiting / (deleted - sent))',
    usingMetrics: {
      waiting: visible(queue),
      sent: queue.metricNumberOfMessagesSent({ period: minute, statistic: Stats.SUM }),
      deleted: queue.metricNumberOfMessagesDeleted({ period: minute, statistic: Stats.SUM }),
    },
    period: minute,
    label: 'Minutes to drain',
  });
}

/** Waiting time of the message that waits longest, seconds. */
export function ageOfOldest(queue: IQueue): Metric {
  return queue.metricApproximateAgeOfOldestMessage({ period: minute, statistic: Stats.MAXIMUM });
}

/** A counter that a function of ours writes with its log lines. */
export function counted(fn: NodeFunction, metricName: string): Metric {
  return measured(fn, metricName, Stats.SUM);
}

/** What a function of ours measures, by the statistic that tells most: `p99`, `Maximum`. */
export function measured(fn: NodeFunction, metricName: string, statistic: string): Metric {
  const { namespace, service } = fn.metrics;
  return new Metric({ namespace, metricName, dimensionsMap: { service }, period: minute, statistic });
}
