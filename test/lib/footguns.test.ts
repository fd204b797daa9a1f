import { describe, expect, test } from 'vitest';
import { AlarmTopic } from '../../lib/constructs/alarm-topic.ts';
import { EventTopic } from '../../lib/constructs/event-topic.ts';
import { FailureTable } from '../../lib/constructs/failure-table.ts';
import { HttpEndpoints } from '../../lib/constructs/http-endpoints.ts';
import { IdempotencyTable } from '../../lib/constructs/idempotency-table.ts';
import { Outbox } from '../../lib/constructs/outbox.ts';
import { PriorityLanes } from '../../lib/constructs/priority-lanes.ts';
import { QueueConsumer } from '../../lib/constructs/queue-consumer.ts';
import { QueueMonitor } from '../../lib/constructs/queue-monitor.ts';
import { WorkQueue } from '../../lib/constructs/work-queue.ts';
import { doctorRules } from '../../lib/doctor/rules.ts';
import type { Template } from '../../lib/doctor/template.ts';
import { plants } from './plants.ts';
import { entries, smallStack, templateOf } from './small-stack.ts';
import { prodContext, synthesizeStack } from './synthesize.ts';
import { houseRules } from './house-rules.ts';

/** Each construct once, put together as intended: what the rules look at. */
function everyConstruct(): Template {
  const stack = smallStack();
  const failures = new FailureTable(stack, 'Failures');
  const idempotency = new IdempotencyTable(stack, 'Idempotency');
  const monitor = new QueueMonitor(stack, 'Monitor', { alarmTopic: new AlarmTopic(stack, 'Alarms').topic });
  const events = new EventTopic(stack, 'Events');
  const lanes = new PriorityLanes(stack, 'Lanes', {
    fifo: true,
    lanes: { vip: { maxConcurrency: 8 }, standard: { maxConcurrency: 2 } },
  });
  const outbox = new Outbox(stack, 'Outbox', { destinations: { events: events.topic } });
  for (const [name, consumer] of Object.entries(lanes.consume({ entry: entries.inOrder, failures }))) {
    const queue = lanes.queues[name as keyof typeof lanes.queues];
    outbox.deliverTo(name, queue.queue);
    outbox.connect(consumer.function);
    monitor.watch(queue, { name });
  }
  const mail = new WorkQueue(stack, 'Mail');
  const sendMail = new QueueConsumer(mail, 'Consumer', {
    queue: mail,
    failures,
    entry: entries.parallel,
    maxConcurrency: 2,
  });
  idempotency.connect(sendMail.function, mail);
  monitor.watch(mail, { name: 'mail' });
  monitor.watchSubscription(events.subscribe(mail, { types: ['order.completed'] }), { name: 'mail' });
  new HttpEndpoints(stack, 'Api', { authentication: { kind: 'iam' } }).add('POST', '/orders', {
    entry: entries.parallel,
  });
  return templateOf(stack).toJSON() as Template;
}

const good = everyConstruct();
const stages: Readonly<Record<string, Template>> = {
  dev: synthesizeStack({ stage: 'dev' }) as Template,
  prod: synthesizeStack(prodContext) as Template,
};

describe.each([...doctorRules, ...houseRules])('footgun $number: $title', ({ number, violations }) => {
  test('the constructs keep it', () => {
    expect(violations(good)).toEqual([]);
  });

  test.each(Object.keys(stages))('the %s stage keeps it', (stage) => {
    expect(violations(stages[stage]!)).toEqual([]);
  });

  test('a template that breaks it is found out', () => {
    const broken = structuredClone(good);
    plants[number]!(broken);
    expect(violations(broken)).not.toEqual([]);
  });
});

test('no rule is written twice', () => {
  const titles = [...doctorRules, ...houseRules].map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
