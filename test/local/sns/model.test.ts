import fc from 'fast-check';
import { expect, test } from 'vitest';
import { besideModel } from '../model-steps.ts';
import { AwsError } from '../../../local/services/aws-error.ts';
import { createTopic } from '../../../local/services/sns/actions/create-topic.ts';
import { publish } from '../../../local/services/sns/actions/publish.ts';
import { subscribe } from '../../../local/services/sns/actions/subscribe.ts';
import { unsubscribe } from '../../../local/services/sns/actions/unsubscribe.ts';
import { Sns } from '../../../local/services/sns/sns.ts';
import { queueArn, Scene } from './scene.ts';
import type { SnsChange } from '../../../local/services/sns/store.ts';
import type { Call } from '../../../local/services/service.ts';

const call: Call = {
  caller: { principal: 'arn:aws:iam::123456789012:root' },
  requestId: 'r',
  authorize: () => {},
};

type Command =
  | { readonly do: 'subscribe' | 'unsubscribe' | 'outage'; readonly queue: number }
  | { readonly do: 'publish'; readonly group: number; readonly id: number }
  | { readonly do: 'wait'; readonly seconds: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constantFrom('subscribe' as const, 'unsubscribe' as const, 'outage' as const), queue: fc.nat(2) }),
  fc.record({ do: fc.constant('publish' as const), group: fc.nat(2), id: fc.nat(30) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 200 }) }),
);

const queueName = (index: number) => `q${index}.fifo`;

/** What a FIFO topic must do, written the plain way: who gets which message, in which order within a group. */
class Model {
  readonly subscribed = new Set<number>();
  readonly expected = new Map<string, string[]>();
  readonly #taken = new Map<number, number>();

  publish(group: number, id: number, text: string, now: number): void {
    const until = this.#taken.get(id);
    if (until !== undefined && until > now) return;
    this.#taken.set(id, now + 300_000);
    for (const queue of this.subscribed) {
      const lane = `${queueName(queue)} ${group}`;
      this.expected.set(lane, [...(this.expected.get(lane) ?? []), text]);
    }
  }
}

async function run(commands: readonly Command[], seed = 1) {
  const scene = new Scene(seed);
  const changes: SnsChange[] = [];
  scene.sns.store.onChange = (change) => changes.push(change);
  const model = new Model();
  const down = new Set<string>();
  scene.refuseQueue = (queue) => {
    if (down.has(queue)) throw new AwsError('ServiceUnavailable', 'down', { status: 503 });
  };
  const arn = createTopic(scene.sns, { Name: 'events.fifo', Attributes: { FifoTopic: 'true' } }, call).TopicArn!;
  const arns = new Map<number, string>();
  let count = 0;
  for (const each of commands) {
    if (each.do === 'publish') {
      const text = `m${count++}`;
      model.publish(each.group, each.id, text, scene.clock.now());
      publish(
        scene.sns,
        { TopicArn: arn, Message: text, MessageGroupId: `${each.group}`, MessageDeduplicationId: `${each.id}` },
        call,
      );
    } else if (each.do === 'wait') {
      await scene.clock.advance(each.seconds * 1000);
    } else if (each.do === 'outage') {
      const queue = queueName(each.queue);
      if (!down.delete(queue)) down.add(queue);
    } else if (each.do === 'subscribe') {
      const input = { TopicArn: arn, Protocol: 'sqs', Endpoint: queueArn(queueName(each.queue)) };
      arns.set(
        each.queue,
        subscribe(scene.sns, { ...input, Attributes: { RawMessageDelivery: 'true' } }, call).SubscriptionArn!,
      );
      model.subscribed.add(each.queue);
    } else if (arns.has(each.queue)) {
      down.clear();
      // Let everything arrive first: what is still under way when a subscription ends is lost, as on AWS.
      await scene.clock.advance(60_000);
      unsubscribe(scene.sns, { SubscriptionArn: arns.get(each.queue) }, call);
      model.subscribed.delete(each.queue);
    }
  }
  down.clear();
  await scene.clock.advance(60_000);
  return { scene, model, changes };
}

test('T07: a FIFO topic gives every subscriber every message once, in order within each group', async () => {
  const steps = await besideModel(20_000, command, async (commands) => {
    const { scene, model } = await run(commands);
    const lanes = new Map<string, string[]>();
    for (const { queue, messageGroupId, body } of scene.arrivals) {
      const lane = `${queue} ${messageGroupId}`;
      lanes.set(lane, [...(lanes.get(lane) ?? []), body]);
    }
    expect(lanes).toEqual(model.expected);
    expect(scene.sns.store.deliveries.size).toBe(0);
  });
  expect(steps).toBeGreaterThanOrEqual(20_000);
});

test('the same seed and commands give the same journal', async () => {
  const commands = fc.sample(command, { numRuns: 60, seed: 7 });
  expect((await run(commands)).scene.journal).toEqual((await run(commands)).scene.journal);
});

test('a replayed log gives the same state, knows its duplicates and delivers what was under way', async () => {
  const { scene, changes } = await run([{ do: 'subscribe', queue: 0 }]);
  scene.sns.store.onChange = (change) => changes.push(change);
  const message = {
    TopicArn: scene.sns.topicArn('events.fifo'),
    Message: 'kept',
    MessageGroupId: 'g',
    MessageDeduplicationId: 'd',
  };
  const first = publish(scene.sns, message, call);
  const revived = new Sns(scene.surroundings, scene.ports());
  for (const change of changes) revived.store.restore(JSON.parse(JSON.stringify(change)) as SnsChange);
  expect(revived.store.topics).toEqual(scene.sns.store.topics);
  expect(revived.store.subscriptions).toEqual(scene.sns.store.subscriptions);
  scene.sns.store.deliveries.clear();
  revived.resume();
  expect(publish(revived, message, call)).toEqual(first);
  expect(Number(publish(revived, { ...message, MessageDeduplicationId: 'e' }, call).SequenceNumber)).toBeGreaterThan(
    Number(first.SequenceNumber),
  );
  await scene.settle();
  expect(scene.bodies('q0.fifo')).toEqual(['kept', 'kept']);
});
