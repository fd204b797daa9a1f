import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../bin/local/synthesize.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { seededRandom } from '../../local/clock/random.ts';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import type { Cloud } from '../../local/services/cloud.ts';
import { metricId } from '../../local/services/cloudwatch/metrics/metric-store.ts';
import { createCloud } from '../../local/services/create-cloud.ts';
import type { Call } from '../../local/services/service.ts';
import { purgeQueue } from '../../local/services/sqs/actions/purge-queue.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import { provisionAll } from '../../local/template/provision.ts';
import { resourceTypes } from '../../local/template/resource-types.ts';

const minute = 60_000;
const call: Call = { caller: { principal: 'arn:aws:iam::000000000000:root' }, requestId: 'r', authorize: () => {} };

const clock = new VirtualClock();
let cloud: Cloud;
let alarms: PutMetricAlarmInput[];

/** The stack with its alarms and queues; nothing runs in it, so that whatever rings was rung by the drill. */
async function stackAtRest(): Promise<Cloud> {
  const made = createCloud(
    {
      clock,
      random: seededRandom(1),
      accountId: '000000000000',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: () => {},
    },
    { environments: () => Promise.reject(new Error('no function runs in a drill')) as never },
  );
  await provisionAll(readAssembly((await synthesize()).folder), made, resourceTypes, {
    accountId: '000000000000',
    region: 'us-east-1',
    parameters: { PaymentUrl: 'http://p.invalid', MailUrl: 'http://m.invalid', PushUrl: 'http://n.invalid' },
  });
  made.lambda.mappings.stop();
  made.scheduler.stop();
  return made;
}

const ringing = (): string[] =>
  [...cloud.cloudwatch.store.alarms.values()].filter(({ state }) => state.value === 'ALARM').map(({ name }) => name);

const queueOf = ({ Dimensions = [] }: PutMetricAlarmInput): string | undefined =>
  Dimensions.find(({ Name }) => Name === 'QueueName')?.Value;

const ofDeadLetters = ({ AlarmDescription = '' }: PutMetricAlarmInput): boolean =>
  /#(dead-letter-queue|undelivered-events)$/.test(AlarmDescription);

/** What an alarm looks at first: its metric, or the first metric of its expression. */
function watched(alarm: PutMetricAlarmInput) {
  const math = alarm.Metrics?.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Metric;
  const { Namespace, MetricName, Dimensions = [] } = math ?? alarm;
  return metricId(
    Namespace!,
    MetricName!,
    Dimensions.map(({ Name, Value }) => ({ Name: Name!, Value: Value! })),
  );
}

describe('the alarm drill', () => {
  beforeAll(async () => {
    cloud = await stackAtRest();
    alarms = [...cloud.cloudwatch.store.alarms.values()].flatMap((alarm) =>
      alarm.kind === 'metric' ? [alarm.input] : [],
    );
    await clock.advance(20 * minute);
  });

  test('nothing rings over a stack at rest', () => {
    expect(alarms.length).toBeGreaterThan(20);
    expect(ringing()).toEqual([]);
  });

  test('T09: one message in a dead-letter queue rings its alarm within two minutes, and no other', async () => {
    const drilled = alarms.filter(ofDeadLetters);
    expect(drilled.length).toBe(cloud.sqs.queues().filter(({ deadLetterTargetArn }) => !deadLetterTargetArn).length);
    for (const alarm of drilled) {
      const arn = cloud.sqs.arnOf(queueOf(alarm)!);
      const fifo = arn.endsWith('.fifo');
      cloud.sqs.send(
        arn,
        { MessageBody: 'set aside', ...(fifo && { MessageGroupId: 'g', MessageDeduplicationId: 'd' }) },
        call,
      );
      await clock.advance(2 * minute);
      expect(ringing()).toEqual([alarm.AlarmName]);
      purgeQueue(cloud.sqs, { QueueUrl: cloud.sqs.urlOf(queueOf(alarm)!) }, call);
      await clock.advance(3 * minute);
      expect(ringing()).toEqual([]);
    }
  });

  test(
    'what an alarm watches rings it, and no other, and it ends when that is over',
    { timeout: 120_000 },
    async () => {
      for (const alarm of alarms.filter((each) => !ofDeadLetters(each))) {
        const minutes = alarm.EvaluationPeriods!;
        for (let passed = 0; passed <= minutes; passed++) {
          cloud.cloudwatch.metrics.record(watched(alarm), clock.now(), alarm.Threshold! * 2);
          await clock.advance(minute);
        }
        expect(ringing(), alarm.AlarmDescription).toEqual([alarm.AlarmName]);
        await clock.advance((minutes + 2) * minute);
        expect(ringing(), alarm.AlarmDescription).toEqual([]);
      }
    },
  );

  test('every alarm names a section of the runbook that is there', () => {
    const runbook = readFileSync(join(repositoryRoot, 'docs', 'runbook.md'), 'utf8');
    const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    const named = alarms.map(({ AlarmDescription = '' }) => /docs\/runbook\.md#([\w-]+)$/.exec(AlarmDescription)?.[1]);
    expect([...new Set(named)].filter((section) => !sections.includes(section))).toEqual([]);
  });
});
