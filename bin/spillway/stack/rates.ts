import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Connection } from './connection.ts';
import type { QueueAddress } from './queues.ts';

/** A queue's movement, from its CloudWatch metrics. Undefined where CloudWatch has no data yet. */
export interface Rates {
  readonly inPerMinute?: number;
  readonly outPerMinute?: number;
  readonly oldestSeconds?: number;
}

const metrics = {
  inPerMinute: { name: 'NumberOfMessagesSent', stat: 'Sum' },
  outPerMinute: { name: 'NumberOfMessagesDeleted', stat: 'Sum' },
  oldestSeconds: { name: 'ApproximateAgeOfOldestMessage', stat: 'Maximum' },
} as const;

type Kind = keyof typeof metrics;

/** Minutes that a rate is the mean of. */
const minutes = 5;
/** Queries in one GetMetricData call, https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const queriesPerCall = 500;

/** By queue name. SQS reports once a minute, so asking more often tells nothing new (and each metric asked for is billed). */
export async function ratesOf(
  { clients, now }: Connection,
  queues: readonly Pick<QueueAddress, 'queueName'>[],
): Promise<ReadonlyMap<string, Rates>> {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = await clients.get('cloudwatch');
  const end = await now();
  const asked = queues.flatMap(({ queueName }) =>
    Object.keys(metrics).map((kind) => ({ queueName, kind: kind as Kind })),
  );
  const values: number[][] = [];
  for (let start = 0; start < asked.length; start += queriesPerCall) {
    const queries = asked.slice(start, start + queriesPerCall).map(queryOf);
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(end - (minutes + 1) * 60_000),
        EndTime: new Date(end),
        ScanBy: 'TimestampDescending',
      }),
    );
    for (const { Id } of queries) values.push(MetricDataResults.find((result) => result.Id === Id)?.Values ?? []);
  }
  const rates = new Map<string, Rates>();
  asked.forEach(({ queueName, kind }, index) => {
    const found = values[index]!.slice(0, minutes);
    if (found.length === 0) return;
    const value = kind === 'oldestSeconds' ? found[0]! : found.reduce((sum, each) => sum + each, 0) / found.length;
    rates.set(queueName, { ...rates.get(queueName), [kind]: value });
  });
  return rates;
}

function queryOf({ queueName, kind }: { queueName: string; kind: Kind }, index: number): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SQS',
        MetricName: metrics[kind].name,
        Dimensions: [{ Name: 'QueueName', Value: queueName }],
      },
      Period: 60,
      Stat: metrics[kind].stat,
    },
  };
}

/** Seconds until a queue is empty at this rate; undefined where it does not get shorter, 0 where it is empty. */
export function drainSeconds(waiting: number, { inPerMinute = 0, outPerMinute = 0 }: Rates): number | undefined {
  if (waiting === 0) return 0;
  const net = outPerMinute - inPerMinute;
  return net <= 0 ? undefined : (waiting / net) * 60;
}
