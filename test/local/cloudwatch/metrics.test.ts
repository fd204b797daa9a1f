import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  type GetMetricStatisticsInput,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { Scene } from './scene.ts';

const Dimensions = [{ Name: 'Queue', Value: 'orders' }];

async function put(scene: Scene, ...data: MetricDatum[]): Promise<void> {
  await scene.client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData: data }));
}

async function statistics(scene: Scene, input: Partial<GetMetricStatisticsInput>) {
  const { Datapoints } = await scene.client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'App',
      MetricName: 'Latency',
      StartTime: scene.ago(60),
      EndTime: new Date(scene.clock.now() + 60_000),
      Period: 60,
      ...input,
    }),
  );
  return Datapoints!;
}

describe('PutMetricData', () => {
  test('values of a minute become one datapoint with all statistics', async () => {
    const scene = new Scene();
    await put(scene, { MetricName: 'Latency', Values: [1, 2, 10], Counts: [2, 1, 1], Unit: 'Milliseconds' });
    await put(scene, { MetricName: 'Latency', Value: 5, Unit: 'Milliseconds' });
    const Statistics = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;
    expect(await statistics(scene, { Statistics: [...Statistics], ExtendedStatistics: undefined })).toEqual([
      { Timestamp: scene.now(), Unit: 'Milliseconds', SampleCount: 5, Sum: 19, Average: 3.8, Minimum: 1, Maximum: 10 },
    ]);
  });

  test('percentiles come from the values kept', async () => {
    const scene = new Scene();
    await put(scene, { MetricName: 'Latency', Values: Array.from({ length: 100 }, (_, index) => index + 1) });
    const [datapoint] = await statistics(scene, { ExtendedStatistics: ['p50', 'p99', 'p100', 'tm50', 'IQM'] });
    expect(datapoint!.ExtendedStatistics).toEqual({ p50: 50, p99: 99, p100: 100, tm50: 25.5, IQM: 50.5 });
  });

  test('periods put minutes together', async () => {
    const scene = new Scene();
    for (let minute = 0; minute < 4; minute++) {
      await put(scene, { MetricName: 'Latency', Value: minute });
      await scene.minutes(1);
    }
    const datapoints = await statistics(scene, { Statistics: ['Sum'], Period: 120 });
    expect(datapoints.map(({ Sum }) => Sum)).toEqual([1, 5]);
  });

  test('a large request arrives compressed', async () => {
    const scene = new Scene();
    const data = Array.from({ length: 500 }, (_, index) => ({ MetricName: `m${index}`, Dimensions, Value: index }));
    await put(scene, ...data);
    const first = await scene.client.send(new ListMetricsCommand({ Namespace: 'App' }));
    expect(first.Metrics).toHaveLength(500);
  });

  test.each<[MetricDatum, string, RegExp]>([
    [{ MetricName: 'm', Value: Number.NaN }, 'InvalidParameterValueException', /NaN/],
    [
      { MetricName: 'm', Value: 1, Values: [1] },
      'InvalidParameterCombinationException',
      /^The parameters MetricData\.member\.1\.Value and MetricData\.member\.1\.Values are mutually exclusive and you have specified both\.$/,
    ],
    [
      { MetricName: 'm', Values: [1], Counts: [1, 2] },
      'InvalidParameterValueException',
      /^The parameters MetricData\.member\.1\.Values and MetricData\.member\.1\.Counts must be of the same size\.$/,
    ],
    [{ MetricName: 'm', Value: 1, Timestamp: new Date(0) }, 'InvalidParameterValueException', /Timestamp/],
    [{ MetricName: 'm' }, 'MissingRequiredParameterException', /Value/],
  ])('%j is refused', async (datum, name, message) => {
    await expect(put(new Scene(), datum)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test("AWS's own namespaces are closed", async () => {
    const command = new PutMetricDataCommand({ Namespace: 'AWS/SQS', MetricData: [{ MetricName: 'm', Value: 1 }] });
    await expect(new Scene().client.send(command)).rejects.toThrow('AWS/SQS for parameter Namespace is invalid');
  });
});

test('metrics are told apart by their exact dimensions, in any order', async () => {
  const scene = new Scene();
  const both = [
    { Name: 'b', Value: '2' },
    { Name: 'a', Value: '1' },
  ];
  await put(scene, { MetricName: 'Latency', Value: 1 }, { MetricName: 'Latency', Value: 2, Dimensions: both });
  const [without] = await statistics(scene, { Statistics: ['Sum'] });
  const [within] = await statistics(scene, { Statistics: ['Sum'], Dimensions: both.toReversed() });
  expect([without!.Sum, within!.Sum]).toEqual([1, 2]);
  const named = await scene.client.send(new ListMetricsCommand({ Dimensions: [{ Name: 'a' }] }));
  expect(named.Metrics).toEqual([{ Namespace: 'App', MetricName: 'Latency', Dimensions: both.toReversed() }]);
});

const metric = (MetricName: string) => ({ Metric: { Namespace: 'App', MetricName }, Period: 60, Stat: 'Sum' });

describe('GetMetricData', () => {
  test.each([
    [
      ['Sum', 60],
      ['Minimum', 120],
      ['Sent Sum 60', 'Sent Minimum 120'],
    ],
    [
      ['Sum', 60],
      ['Minimum', 60],
      ['Sent Sum', 'Sent Minimum'],
    ],
    [
      ['Sum', 60],
      ['Sum', 120],
      ['Sent 60', 'Sent 120'],
    ],
    [
      ['Sum', 60],
      ['Sum', 60],
      ['Sent', 'Sent'],
    ],
  ] as const)('%j and %j are labelled %j', async (first, second, labels) => {
    const scene = new Scene();
    const { MetricDataResults } = await scene.client.send(
      new GetMetricDataCommand({
        StartTime: scene.ago(5),
        EndTime: scene.now(),
        MetricDataQueries: [first, second].map(([Stat, Period], index) => ({
          Id: `q${index}`,
          MetricStat: { ...metric('Sent'), Stat, Period },
        })),
      }),
    );
    expect(MetricDataResults!.map(({ Label }) => Label)).toEqual(labels);
  });

  test('gives metrics and expressions, newest first', async () => {
    const scene = new Scene();
    for (const value of [1, 2]) {
      await put(scene, { MetricName: 'Sent', Value: 10 * value }, { MetricName: 'Done', Value: value });
      await scene.minutes(1);
    }
    const { MetricDataResults } = await scene.client.send(
      new GetMetricDataCommand({
        StartTime: scene.ago(5),
        EndTime: scene.now(),
        MetricDataQueries: [
          { Id: 'sent', MetricStat: metric('Sent'), ReturnData: false },
          { Id: 'done', MetricStat: metric('Done') },
          { Id: 'growth', Expression: 'sent - done', Label: 'Growth' },
        ],
      }),
    );
    expect(MetricDataResults).toEqual([
      { Id: 'done', Label: 'Done', Timestamps: [scene.ago(1), scene.ago(2)], Values: [2, 1], StatusCode: 'Complete' },
      {
        Id: 'growth',
        Label: 'Growth',
        Timestamps: [scene.ago(1), scene.ago(2)],
        Values: [18, 9],
        StatusCode: 'Complete',
      },
    ]);
  });

  test('a bad expression is refused with the reason', async () => {
    const scene = new Scene();
    const command = new GetMetricDataCommand({
      StartTime: scene.ago(5),
      EndTime: scene.now(),
      MetricDataQueries: [{ Id: 'e', Expression: 'nothing + 1' }],
    });
    await expect(scene.client.send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Error in expression: there is no metric with the id nothing',
    });
  });
});

const line = (fields: Record<string, unknown>, directive: Record<string, unknown> = {}) =>
  JSON.stringify({
    _aws: {
      Timestamp: Date.UTC(2026, 0, 1),
      CloudWatchMetrics: [
        {
          Namespace: 'App',
          Dimensions: [['service']],
          Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }],
          ...directive,
        },
      ],
    },
    service: 'orders',
    ...fields,
  });

describe('log lines in Embedded Metric Format', () => {
  const service = [{ Name: 'service', Value: 'orders' }];

  test('bring metrics, one value or many', async () => {
    const scene = new Scene();
    scene.cloudwatch.ingestLogLine('/aws/lambda/f', line({ Latency: 5 }));
    scene.cloudwatch.ingestLogLine('/aws/lambda/f', line({ Latency: [1, 3] }));
    expect(await statistics(scene, { Statistics: ['Sum', 'SampleCount'], Dimensions: service })).toMatchObject([
      { Sum: 9, SampleCount: 3, Unit: 'Milliseconds' },
    ]);
  });

  test('other lines bring none', () => {
    const scene = new Scene();
    for (const text of ['plain', '{"a":1}', '{"_aws":', '{"_aws":null}']) scene.cloudwatch.ingestLogLine('g', text);
    expect([...scene.cloudwatch.metrics.all()]).toEqual([]);
    expect(scene.journal).toEqual([]);
  });

  test('a broken line is named in the journal', () => {
    const scene = new Scene();
    scene.cloudwatch.ingestLogLine('g', line({ Latency: 'slow' }));
    expect(scene.journal).toMatchObject([
      { event: 'metrics-rejected', resource: 'g', reason: 'the metric Latency needs one number, or up to 100' },
    ]);
  });
});

const measured = (scene: Scene, Namespace: string, MetricName: string, Name: string, Value: string) =>
  statistics(scene, { Namespace, MetricName, Statistics: ['Sum', 'Maximum'], Dimensions: [{ Name, Value }] });

describe('metrics of AWS services', () => {
  test('functions: invocations, errors, durations and how many ran at once', async () => {
    const scene = new Scene();
    const resource = 'arn:aws:lambda:us-east-1:123456789012:function:mail:live';
    const observe = (event: string, details = {}) =>
      scene.cloudwatch.observe({ service: 'lambda', event, resource, ...details });
    observe('invoked');
    observe('invoked');
    observe('completed', { durationMs: 20 });
    observe('failed', { durationMs: 30 });
    observe('throttled');
    const sums: Record<string, [number | undefined, number | undefined]> = {};
    for (const name of ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions']) {
      const [point] = await measured(scene, 'AWS/Lambda', name, 'FunctionName', 'mail');
      sums[name] = [point!.Sum, point!.Maximum];
    }
    expect(sums).toEqual({
      Invocations: [2, 1],
      Errors: [1, 1],
      Throttles: [1, 1],
      Duration: [50, 30],
      ConcurrentExecutions: [3, 2],
    });
  });

  test('topics: an endless retry is no failure until it is given up', async () => {
    const scene = new Scene();
    const resource = 'arn:aws:sns:us-east-1:123456789012:events';
    const observe = (event: string, details = {}) =>
      scene.cloudwatch.observe({ service: 'sns', event, resource, ...details });
    observe('published', { size: 12 });
    observe('delivery-failed', { protocol: 'sqs', retryInSeconds: 1 });
    observe('delivery-failed', { protocol: 'sqs' });
    observe('dead-lettered');
    expect((await measured(scene, 'AWS/SNS', 'PublishSize', 'TopicName', 'events'))[0]!.Sum).toBe(12);
    expect((await measured(scene, 'AWS/SNS', 'NumberOfNotificationsFailed', 'TopicName', 'events'))[0]!.Sum).toBe(1);
    expect(
      (await measured(scene, 'AWS/SNS', 'NumberOfNotificationsRedrivenToDlq', 'TopicName', 'events'))[0]!.Sum,
    ).toBe(1);
  });

  test('queues report each minute, zeros too; a move to a dead-letter queue is no send', async () => {
    const scene = new Scene();
    scene.queues = [{ name: 'orders', visible: 3, inFlight: 1, delayed: 0, oldestAgeSeconds: 90 }];
    const resource = 'arn:aws:sqs:us-east-1:123456789012:orders';
    scene.cloudwatch.observe({ service: 'sqs', event: 'sent', resource, size: 5 });
    scene.cloudwatch.observe({ service: 'sqs', event: 'dead-lettered', resource });
    await scene.minutes(2);
    const sums = async (name: string) =>
      (await measured(scene, 'AWS/SQS', name, 'QueueName', 'orders')).map(({ Sum }) => Sum);
    expect(await sums('NumberOfMessagesSent')).toEqual([1, 0]);
    expect(await sums('NumberOfMessagesDeleted')).toEqual([0, 0]);
    expect(await sums('ApproximateNumberOfMessagesVisible')).toEqual([3, 3]);
    expect(await sums('ApproximateAgeOfOldestMessage')).toEqual([90, 90]);
  });

  test('tables: refused conditions', async () => {
    const scene = new Scene();
    const resource = 'arn:aws:dynamodb:us-east-1:123456789012:table/Orders/index/byState';
    scene.cloudwatch.observe({
      service: 'dynamodb',
      event: 'refused',
      resource,
      reason: 'ConditionalCheckFailedException',
    });
    const [point] = await measured(scene, 'AWS/DynamoDB', 'ConditionalCheckFailedRequests', 'TableName', 'Orders');
    expect(point!.Sum).toBe(1);
  });
});
