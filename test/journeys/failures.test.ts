import { UpdateFunctionConfigurationCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { describe, expect } from 'vitest';
import { journeys } from './journey.ts';
import type { Shop } from './shop.ts';
import { eventually } from './target.ts';

const journey = journeys();

async function queueUrl({ target }: Shop, match: RegExp): Promise<string> {
  const { QueueUrls = [] } = await target.sqs.send(new ListQueuesCommand({}));
  const found = QueueUrls.filter((url) => match.test(url));
  if (found.length !== 1) throw new Error(`${found.length} queues match ${match}`);
  return found[0]!;
}

const standardLane = /Lanes-Standard-[^/]*\.fifo$/;
const standardDeadLetters = /LanesStandardDeadLetterQueue[^/]*\.fifo$/;

async function arnOf({ target }: Shop, url: string): Promise<string> {
  const { Attributes } = await target.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return Attributes!['QueueArn']!;
}

/** The dead letter that holds a text, left where it is. */
async function deadLetter(shop: Shop, url: string, text: string): Promise<Message | undefined> {
  const { Messages = [] } = await shop.target.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.find(({ Body }) => Body!.includes(text));
}

async function redrive(shop: Shop): Promise<void> {
  const [source, destination] = [await queueUrl(shop, standardDeadLetters), await queueUrl(shop, standardLane)];
  await shop.target.sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: await arnOf(shop, source),
      DestinationArn: await arnOf(shop, destination),
    }),
  );
}

async function processFunction(shop: Shop): Promise<string> {
  const { Functions = [] } = await shop.target.lambda.send(new ListFunctionsCommand({}));
  return Functions.find(({ FunctionName }) => /LanesStandardConsumer/.test(FunctionName!))!.FunctionName!;
}

describe('a bad message', () => {
  journey('I6: that is no JSON is set aside after one receive, with its reason, and harms nobody', async (shop) => {
    const lane = await queueUrl(shop, standardLane);
    const body = `{"poison": "${shop.key('p')}"`;
    await shop.target.sqs.send(
      new SendMessageCommand({
        QueueUrl: lane,
        MessageBody: body,
        MessageGroupId: shop.key('p'),
        MessageDeduplicationId: shop.key('p'),
      }),
    );
    const orderId = await shop.accepted('grace', 'a', await shop.product(3));
    await shop.becomes(orderId, 'COMPLETED');
    const dead = await queueUrl(shop, standardDeadLetters);
    const { MessageAttributes } = await eventually('the message is set aside', () =>
      deadLetter(shop, dead, shop.key('p')),
    );
    expect(MessageAttributes!['reason']!.StringValue).toBe('invalid-json');
    expect(MessageAttributes!['attempts']!.StringValue).toBe('1');
  });

  journey(
    'that kills its function every time is set aside, its order parked, its neighbours completed; redriven it completes',
    async (shop) => {
      const name = await processFunction(shop);
      await shop.target.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 1 }));
      await shop.target.behave('payment', [{ operation: 'charge', hangSeconds: 20, match: { customerId: 'linus' } }]);
      const sku = await shop.product(9);
      const killer = await shop.accepted('linus', 'killer', sku);
      const neighbour = await shop.accepted('grace', 'neighbour', sku);
      await shop.becomes(neighbour, 'COMPLETED', 130);
      await shop.becomes(killer, 'PARKED', 130);
      const dead = await queueUrl(shop, standardDeadLetters);
      const { MessageAttributes } = await eventually('the message is set aside', () => deadLetter(shop, dead, killer));
      expect(MessageAttributes!['reason']!.StringValue).toBe('silent-crash');
      expect((await shop.stock(sku)).reserved).toBe(0);

      await shop.target.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 20 }));
      await shop.target.behave('payment', []);
      await redrive(shop);
      await shop.becomes(killer, 'COMPLETED', 30);
      expect(await shop.stock(sku)).toEqual({ available: 7, reserved: 0, sold: 2 });
      expect((await shop.outside(killer)).charges.filter(({ status }) => status === 'charged')).toHaveLength(1);
    },
    ['time', 'providers', 'functions'],
  );

  journey(
    'Q15: whose order was completed meanwhile has no second effect when it is redriven',
    async (shop) => {
      const sku = await shop.product(3);
      const orderId = await shop.accepted('grace', 'a', sku);
      await shop.becomes(orderId, 'COMPLETED');
      const { QueueUrl } = await shop.target.sqs.send(
        new GetQueueUrlCommand({ QueueName: (await queueUrl(shop, standardDeadLetters)).split('/').at(-1)! }),
      );
      const copy = {
        specversion: '1.0',
        id: orderId,
        source: 'spillway',
        type: 'order.placed',
        subject: orderId,
        time: new Date(0).toISOString(),
        datacontenttype: 'application/json',
        correlationid: 'c',
        causationid: 'c',
        data: {
          orderId,
          customerId: 'grace',
          items: [{ sku, quantity: 1, unitPrice: 1000 }],
          total: { amount: 1000, currency: 'EUR' },
        },
      };
      await shop.target.sqs.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: JSON.stringify(copy),
          MessageGroupId: orderId,
          MessageDeduplicationId: shop.key('copy'),
        }),
      );
      await redrive(shop);
      await eventually('the copy is done with', async () => (await deadLetter(shop, QueueUrl!, orderId)) === undefined);
      await shop.target.passTime(60);
      expect(await shop.stock(sku)).toEqual({ available: 2, reserved: 0, sold: 1 });
      expect((await shop.outside(orderId)).charges).toHaveLength(1);
    },
    ['time', 'providers'],
  );

  journey(
    'X10: a notice that fails for good is set aside; its order stays completed',
    async (shop) => {
      await shop.target.behave('push', [{ fail: 400 }]);
      const orderId = await shop.accepted('ada', 'a', await shop.product(3));
      await shop.becomes(orderId, 'COMPLETED');
      const dead = await queueUrl(shop, /Spillway-OrdersNotificationsQueueDeadLetterQueue[^/]*$/);
      const { MessageAttributes } = await eventually('the notice is set aside', () => deadLetter(shop, dead, orderId));
      await shop.target.behave('push', []);
      expect(MessageAttributes!['reason']!.StringValue).toBe('push-refused');
      expect(await shop.status(orderId)).toBe('COMPLETED');
    },
    ['providers'],
  );
});

describe('operations', () => {
  journey(
    'a dead letter rings its alarm within two minutes',
    async (shop) => {
      await eventually('the alarm rings', async () => {
        await shop.target.passTime(30);
        const { alarms } = (await shop.target.console('alarms')) as { alarms: { name: string; state: string }[] };
        return alarms.some(({ name, state }) => /LanesStandard.*DeadLetters/.test(name) && state === 'ALARM');
      });
    },
    ['time', 'console'],
  );

  journey(
    'a journey shows every hop, found by order and by correlation id',
    async (shop) => {
      const sku = await shop.product(3);
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': shop.key('a'),
        'x-correlation-id': shop.key('corr'),
      };
      const body = JSON.stringify({ customerId: 'ada', items: [{ sku, quantity: 1 }] });
      const orderId = String((await shop.target.api('POST', '/orders', { headers, body })).body['orderId']);
      await eventually('all hops are there', async () => {
        const { hops = [] } = (await shop.target.console(`journeys/${shop.key('corr')}`)) as {
          hops?: { where: string; what: string }[];
        };
        const said = hops.map(({ what }) => what);
        return [
          'order accepted',
          'order completed',
          'published',
          'confirmation sent',
          'sale recorded',
          'notification pushed',
        ].every((what) => said.includes(what));
      });
      const { hops } = (await shop.target.console(`journeys/${orderId}`)) as {
        hops: { where: string; what: string; attempt?: number }[];
      };
      expect(hops).toContainEqual(
        expect.objectContaining({ where: 'orders-process', what: 'order completed', attempt: 1 }),
      );
    },
    ['console'],
  );

  journey(
    'queues show their depth and their dead-letter queue',
    async (shop) => {
      const queues = (await shop.target.console('queues')) as { name: string; deadLetterQueue?: { name: string } }[];
      const lane = queues.find(({ name }) => /Lanes-Vip/.test(name))!;
      expect(lane).toMatchObject({ visible: 0, inFlight: 0, delayed: 0, oldestAgeSeconds: 0 });
      expect(lane.deadLetterQueue!.name).toMatch(/LanesVipDeadLetterQueue/);
    },
    ['console'],
  );
});
