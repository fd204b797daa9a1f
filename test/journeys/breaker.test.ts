import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect } from 'vitest';
import { journeys } from './journey.ts';
import type { Shop } from './shop.ts';
import { eventually } from './target.ts';

const journey = journeys();

async function breaker({ target }: Shop): Promise<string> {
  const { Item } = await target.dynamodb.send(
    new GetCommand({
      TableName: target.outputs['PaymentBreakerTable']!,
      Key: { breaker: 'payment' },
      ConsistentRead: true,
    }),
  );
  return String(Item?.['state'] ?? 'CLOSED');
}

/** States of the event source mappings of both lanes. */
async function taps({ target }: Shop): Promise<string[]> {
  const { EventSourceMappings = [] } = await target.lambda.send(new ListEventSourceMappingsCommand({}));
  return EventSourceMappings.filter(({ FunctionArn }) => /OrdersLanes(Vip|Standard)Consumer/.test(FunctionArn!)).map(
    ({ State, BatchSize }) => `${State} ${BatchSize}`,
  );
}

/** As the runbook says, for who knows that the provider is back. */
async function probeNow({ target }: Shop): Promise<void> {
  await target.dynamodb.send(
    new UpdateCommand({
      TableName: target.outputs['PaymentBreakerTable']!,
      Key: { breaker: 'payment' },
      UpdateExpression: 'SET probeAt = :now',
      ConditionExpression: '#state = :open',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':now': 0, ':open': 'OPEN' },
    }),
  );
}

async function told({ target }: Shop): Promise<string[]> {
  const { Items = [] } = await target.dynamodb.send(
    new QueryCommand({
      TableName: target.outputs['OutboxTable']!,
      KeyConditionExpression: 'aggregateId = :breaker',
      ExpressionAttributeValues: { ':breaker': 'payment' },
    }),
  );
  return Items.map((item) => String(item['eventType']));
}

describe('a payment provider that is down', () => {
  journey(
    'X05: opens the breaker, which closes the tap; probed when it is back, all orders complete and the tap is as before',
    async (shop) => {
      const sku = await shop.product(20);
      await shop.target.behave('payment', [{ operation: 'charge', fail: 503 }]);
      const orders = await Promise.all(
        Array.from({ length: 8 }, (_, index) => shop.accepted(index % 2 === 0 ? 'ada' : 'grace', `o-${index}`, sku)),
      );
      await eventually('the breaker is open', async () => {
        if ((await breaker(shop)) === 'OPEN') return true;
        await shop.target.passTime(2);
        return false;
      });
      await eventually('the tap is closed', async () => (await taps(shop)).every((tap) => tap.startsWith('Disabled')));

      const queues = (await shop.target.console('queues')) as { name: string; consumers: object[] }[];
      expect(queues.find(({ name }) => name.includes('Orders-Lanes-Vip-'))!.consumers).toEqual([
        { function: 'orders-process', eventSourceMapping: 'Disabled' },
      ]);

      await shop.target.behave('payment', []);
      await probeNow(shop);
      for (const orderId of orders) await shop.becomes(orderId, 'COMPLETED', 15);
      expect(await breaker(shop)).toBe('CLOSED');
      await eventually('the tap is open as wide as it was', async () => {
        if ((await taps(shop)).every((tap) => tap === 'Enabled 10')) return true;
        await shop.target.passTime(60);
        return false;
      });
      expect(await told(shop)).toEqual(['breaker.opened', 'breaker.half-opened', 'breaker.closed']);
    },
    ['providers', 'time', 'console'],
  );
});
