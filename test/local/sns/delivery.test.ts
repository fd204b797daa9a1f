import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SubscribeCommand,
  type PublishCommandInput,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { queueArn, Scene } from './scene.ts';

interface Given {
  readonly topic?: string;
  readonly fifo?: boolean;
  readonly queue?: string;
  readonly attributes?: Record<string, string>;
}

async function subscribed({ topic = 'events', fifo = false, queue = 'orders', attributes = {} }: Given = {}) {
  const scene = new Scene();
  const client = scene.client();
  const Attributes = fifo ? { FifoTopic: 'true' } : undefined;
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: topic, Attributes }));
  const { SubscriptionArn } = await client.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn(queue), Attributes: attributes }),
  );
  const publish = async (input: Partial<PublishCommandInput> & { Message: string }) => {
    const published = await client.send(new PublishCommand({ TopicArn, ...input }));
    await scene.settle();
    return published;
  };
  return { scene, client, TopicArn, SubscriptionArn, publish };
}

describe('delivery to queues', () => {
  test('publishing answers before any subscriber is reached', async () => {
    const { scene, client, TopicArn } = await subscribed();
    await client.send(new PublishCommand({ TopicArn, Message: 'hello' }));
    expect(scene.arrivals).toHaveLength(0);
    await scene.settle();
    expect(scene.arrivals).toHaveLength(1);
  });

  test('E01: a queue gets the envelope, with text attributes and base64 for binary ones', async () => {
    const { scene, TopicArn, SubscriptionArn, publish } = await subscribed();
    const { MessageId } = await publish({
      Message: 'hello',
      Subject: 'greeting',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'order' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([2, 3, 4]) },
      },
    });
    expect(scene.arrivals[0]!.messageAttributes).toEqual({});
    expect(JSON.parse(scene.arrivals[0]!.body)).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'greeting',
      Message: 'hello',
      Timestamp: '2026-01-01T00:00:00.000Z',
      SignatureVersion: '1',
      Signature: 'signing-is-not-simulated',
      SigningCertURL: 'http://127.0.0.1:4566/SimpleNotificationService-signing-is-not-simulated.pem',
      UnsubscribeURL: `http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`,
      MessageAttributes: { kind: { Type: 'String', Value: 'order' }, bytes: { Type: 'Binary', Value: 'AgME' } },
    });
  });

  test('E01: raw delivery passes the text and the attributes as they are', async () => {
    const { scene, TopicArn, publish } = await subscribed({ attributes: { RawMessageDelivery: 'true' } });
    await publish({
      Message: '{"a":1}',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'order' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([2, 3, 4]) },
      },
    });
    expect(scene.arrivals).toEqual([
      {
        queue: 'orders',
        body: '{"a":1}',
        messageAttributes: {
          kind: { DataType: 'String', StringValue: 'order' },
          bytes: { DataType: 'Binary', BinaryValue: Buffer.from([2, 3, 4]) },
        },
        caller: { principal: 'sns.amazonaws.com', sourceArn: TopicArn },
      },
    ]);
  });

  test('raw delivery of more than ten attributes goes to the dead-letter queue as an envelope', async () => {
    const { scene, publish } = await subscribed({
      attributes: {
        RawMessageDelivery: 'true',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead') }),
      },
    });
    const names = Array.from({ length: 11 }, (_, index) => `a${index}`);
    await publish({
      Message: 'many',
      MessageAttributes: Object.fromEntries(names.map((name) => [name, { DataType: 'String', StringValue: 'x' }])),
    });
    expect(scene.bodies('orders')).toEqual([]);
    expect(JSON.parse(scene.bodies('dead')[0]!)).toMatchObject({ Message: 'many' });
    expect(scene.events('dead-lettered')).toHaveLength(1);
  });

  test('a queue that refuses SNS sends the message to the dead-letter queue at once', async () => {
    const { scene, publish } = await subscribed({
      attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead') }) },
    });
    scene.refuseQueue = (queue) => {
      if (queue === 'orders') throw new AwsError('AccessDenied', 'no', { status: 403 });
    };
    await publish({ Message: 'refused' });
    expect(scene.bodies('dead')).toHaveLength(1);
    expect(scene.events('delivery-failed')).toMatchObject([{ fault: 'client', attempt: 1 }]);
  });

  test('a refused message without a dead-letter queue is gone, and the journal says so', async () => {
    const { scene, publish } = await subscribed();
    scene.refuseQueue = () => {
      throw new AwsError('QueueDoesNotExist', 'gone');
    };
    const { MessageId } = await publish({ Message: 'lost' });
    expect(scene.events('discarded')).toMatchObject([{ messageId: MessageId }]);
    expect(scene.sns.store.deliveries.size).toBe(0);
  });

  test('server errors are retried: three times at once, twice after 1 s, then from 1 s to 20 s', async () => {
    const { scene, publish } = await subscribed();
    const attempts: number[] = [];
    scene.refuseQueue = () => {
      attempts.push(scene.clock.now());
      if (attempts.length < 18) throw new AwsError('InternalFailure', 'down', { status: 500 });
    };
    await publish({ Message: 'patient' });
    await scene.clock.advance(300_000);
    const waits = attempts.slice(1).map((at, index) => Math.round((at - attempts[index]!) / 100) / 10);
    expect(waits).toEqual([0, 0, 0, 1, 1, 1, 1.4, 1.9, 2.7, 3.8, 5.3, 7.4, 10.3, 14.3, 20, 20, 20]);
    expect(scene.arrivals).toHaveLength(1);
  });

  test('an outage of an hour loses nothing', async () => {
    const { scene, publish } = await subscribed();
    const end = scene.clock.now() + 3_600_000;
    scene.refuseQueue = () => {
      if (scene.clock.now() < end) throw new AwsError('ServiceUnavailable', 'down', { status: 503 });
    };
    await publish({ Message: 'a' });
    await publish({ Message: 'b' });
    await scene.clock.advance(3_630_000);
    expect(scene.arrivals).toHaveLength(2);
  });

  test('one broken subscriber does not hold up the others', async () => {
    const { scene, client, TopicArn, publish } = await subscribed();
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn('mails') }));
    scene.refuseQueue = (queue) => {
      if (queue === 'orders') throw new AwsError('ServiceUnavailable', 'down', { status: 503 });
    };
    await publish({ Message: 'a' });
    expect(scene.bodies('mails')).toHaveLength(1);
  });
});

test("X-Ray's header of the request that publishes goes with the message", async () => {
  const { scene, client, TopicArn } = await subscribed();
  const trace = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1';
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['X-Amzn-Trace-Id'] = trace;
      return next(args);
    },
    { step: 'build' },
  );
  await client.send(new PublishCommand({ TopicArn, Message: 'one' }));
  const PublishBatchRequestEntries = [{ Id: '1', Message: 'two' }];
  await client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  await scene.settle();
  expect(scene.arrivals).toMatchObject([{ traceHeader: trace }, { traceHeader: trace }]);
});

describe('groups and FIFO', () => {
  test('a standard topic forwards the group to a standard queue, for fair queues', async () => {
    const { scene, publish } = await subscribed();
    await publish({ Message: 'a', MessageGroupId: 'tenant-1' });
    expect(scene.arrivals[0]!.messageGroupId).toBe('tenant-1');
  });

  test('a FIFO topic does not give its group to a standard queue', async () => {
    const { scene, publish } = await subscribed({ topic: 'events.fifo', fifo: true });
    await publish({ Message: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    expect(scene.arrivals[0]).not.toHaveProperty('messageGroupId');
  });

  test('a FIFO queue gets group and deduplication id, and an envelope with a sequence number and no signature', async () => {
    const { scene, publish } = await subscribed({ topic: 'events.fifo', fifo: true, queue: 'orders.fifo' });
    const { SequenceNumber } = await publish({ Message: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    expect(scene.arrivals[0]).toMatchObject({ messageGroupId: 'g', messageDeduplicationId: 'd' });
    const envelope = JSON.parse(scene.arrivals[0]!.body) as Record<string, unknown>;
    expect(envelope['SequenceNumber']).toBe(SequenceNumber);
    expect(envelope).not.toHaveProperty('Signature');
    expect(SequenceNumber).toMatch(/^\d{20}$/);
  });

  test('a group waits for its first message while other groups pass', async () => {
    const { scene, publish } = await subscribed({ topic: 'events.fifo', fifo: true, queue: 'orders.fifo' });
    let down = true;
    scene.refuseQueue = () => {
      if (down) throw new AwsError('ServiceUnavailable', 'down', { status: 503 });
    };
    await publish({ Message: 'a1', MessageGroupId: 'a', MessageDeduplicationId: '1' });
    down = false;
    await publish({ Message: 'a2', MessageGroupId: 'a', MessageDeduplicationId: '2' });
    await publish({ Message: 'b1', MessageGroupId: 'b', MessageDeduplicationId: '3' });
    await scene.clock.advance(5_000);
    const texts = scene.bodies('orders.fifo').map((body) => (JSON.parse(body) as { Message: string }).Message);
    expect(texts).toEqual(['b1', 'a1', 'a2']);
  });
});

describe('functions', () => {
  const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:mail';

  test('a function gets an SNS event', async () => {
    const { scene, client, TopicArn, publish } = await subscribed();
    const { SubscriptionArn } = await client.send(
      new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: functionArn }),
    );
    const { MessageId } = await publish({ Message: 'hello' });
    expect(scene.invocations[0]!.caller).toEqual({ principal: 'sns.amazonaws.com', sourceArn: TopicArn });
    expect(JSON.parse(scene.invocations[0]!.payload)).toMatchObject({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: SubscriptionArn,
          Sns: { Type: 'Notification', MessageId, TopicArn, Subject: null, Message: 'hello', MessageAttributes: {} },
        },
      ],
    });
  });

  test('a throttled function is tried again', async () => {
    const { scene, client, TopicArn, publish } = await subscribed();
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: functionArn }));
    let calls = 0;
    scene.refuseFunction = () => {
      calls += 1;
      if (calls === 1) throw new AwsError('TooManyRequestsException', 'busy', { status: 429 });
    };
    await publish({ Message: 'hello' });
    expect(scene.invocations).toHaveLength(1);
  });
});
