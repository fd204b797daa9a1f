import { expect, test } from 'vitest';
import { seededRandom } from '../../../local/clock/random.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { putMetricAlarm } from '../../../local/services/cloudwatch/actions/put-metric-alarm.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { createTopic } from '../../../local/services/sns/actions/create-topic.ts';
import { subscribe } from '../../../local/services/sns/actions/subscribe.ts';
import { createQueue } from '../../../local/services/sqs/actions/create-queue.ts';
import type { Call, JournalEntry } from '../../../local/services/service.ts';

const call: Call = {
  caller: { principal: 'arn:aws:iam::123456789012:root' },
  requestId: 'r',
  authorize: () => {},
};

test('one message in a dead-letter queue rings its alarm, and no other, down to whoever listens to the topic', async () => {
  const clock = new VirtualClock();
  const journal: JournalEntry[] = [];
  const cloud = createCloud(
    {
      clock,
      random: seededRandom(1),
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: (entry) => journal.push(entry),
    },
    { environments: () => Promise.reject(new Error('no functions here')) as never },
  );
  const Policy = JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
    },
  });
  createQueue(cloud.sqs, { QueueName: 'pager', Attributes: { Policy } }, call);
  const TopicArn = createTopic(cloud.sns, { Name: 'alarms' }, call).TopicArn!;
  subscribe(cloud.sns, { TopicArn, Protocol: 'sqs', Endpoint: cloud.sqs.arnOf('pager') }, call);
  for (const name of ['dead-orders', 'dead-mails']) {
    createQueue(cloud.sqs, { QueueName: name }, call);
    putMetricAlarm(
      cloud.cloudwatch,
      {
        AlarmName: name,
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: name }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [TopicArn],
      },
      call,
    );
  }
  await clock.advance(120_000);
  cloud.sqs.send(cloud.sqs.arnOf('dead-orders'), { MessageBody: 'lost' }, call);
  await clock.advance(60_000);
  const paged = cloud.sqs.browse(cloud.sqs.arnOf('pager')).map(({ body }) => JSON.parse(body) as { Subject: string });
  expect(paged.map(({ Subject }) => Subject)).toEqual(['ALARM: "dead-orders" in US East (N. Virginia)']);
  expect(journal.filter(({ event }) => event === 'action-failed' || event === 'fault')).toEqual([]);
});
