import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { WireRequest } from '../../local/services/service.ts';
import { startEmbedded } from '../../test/journeys/embedded.ts';
import type { Target } from '../../test/journeys/target.ts';
import { percentile, type BenchCase, type Measure } from '../harness.ts';
import { bareLoop } from './bare-loop.ts';

const orders = 1000;
const concurrency = 16;

/** A thousand orders through the whole stack until all three subscribers are done. */
export const ordersCase: BenchCase = {
  name: 'orders',
  about: '1,000 orders at concurrency 16 until all subscribers are done, and the ratio to a bare loop',
  async run() {
    const requests = new Map<string, number>();
    const target = await startEmbedded({
      onRequest: (request) => {
        const action = actionOf(request);
        requests.set(action, (requests.get(action) ?? 0) + 1);
      },
    });
    try {
      await shop(target, 100, 'warm');
      requests.clear();
      const { seconds, latencies } = await shop(target, orders, 'bench');
      const counted = [...requests];
      const bare = await bareLoop(orders, concurrency);
      const perSecond = orders / seconds;
      const perOrder = counted.map(([action, count]): Measure => ({
        name: `AWS requests an order: ${action}`,
        value: count / orders,
        unit: '',
      }));
      return [
        { name: 'orders', value: perSecond, unit: '/s', limit: { sign: '≥', value: 150 } },
        {
          name: 'orders / bare loop',
          value: perSecond / bare,
          unit: '',
          limit: { sign: '≥', value: 0.7 },
          peer: { name: 'bare loop', value: bare },
        },
        { name: 'accepted → completed, p50', value: percentile(latencies, 0.5), unit: 'ms' },
        { name: 'accepted → completed, p99', value: percentile(latencies, 0.99), unit: 'ms' },
        ...perOrder.filter(({ value }) => value >= 0.01).toSorted((a, b) => b.value - a.value),
      ];
    } finally {
      await target.stop();
    }
  },
};

/** Places orders, each worker the next as soon as its last was accepted, and waits until everyone has heard of them all. */
async function shop(target: Target, count: number, run: string): Promise<{ seconds: number; latencies: number[] }> {
  const placed = new Map<string, number>();
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const { body, status } = await target.api('POST', '/orders', {
        headers: { 'content-type': 'application/json', 'idempotency-key': `${run}-${index}` },
        body: JSON.stringify({
          customerId: index % 2 === 0 ? 'ada' : 'grace',
          items: [{ sku: index % 2 === 0 ? 'tea' : 'coffee', quantity: 1 }],
        }),
      });
      if (status !== 202) throw new Error(`An order was answered ${status}: ${JSON.stringify(body)}`);
      placed.set(String(body['orderId']), performance.now());
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const latencies = await allDone(target, placed);
  return { seconds: (performance.now() - started) / 1000, latencies };
}

/** Waits for mail, push and sale of every order; the time of an order is that of its notification. */
async function allDone(target: Target, placed: ReadonlyMap<string, number>): Promise<number[]> {
  const ids = [...placed.keys()];
  const latencies = new Map<string, number>();
  for (;;) {
    const { messages, notifications } = await target.outside();
    const mailed = new Set(messages.map(({ subject }) => subject.split(' ').at(-1)!));
    const pushed = new Set(notifications.map(({ body }) => /Order (\S+) is/.exec(body)?.[1]));
    const now = performance.now();
    for (const id of ids) if (pushed.has(id) && !latencies.has(id)) latencies.set(id, now - placed.get(id)!);
    const told = ids.every((id) => mailed.has(id)) && latencies.size === ids.length;
    if (told && (await sales(target)) >= ids.length) return [...latencies.values()];
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function sales({ dynamodb, outputs }: Target): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await dynamodb.send(
      new ScanCommand({ TableName: outputs['SalesTable']!, Select: 'COUNT', ExclusiveStartKey }),
    );
    count += page.Count!;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return count;
}

/** `dynamodb:PutItem`, from the target header, or the query protocol's form. */
function actionOf({ headers, body }: WireRequest): string {
  const [service, action] = headers['x-amz-target']?.split('.') ?? [
    'sns',
    new URLSearchParams(body.toString('utf8')).get('Action') ?? '?',
  ];
  return `${service!.replace(/_\d+$/, '').replace('AmazonSQS', 'sqs').replace('DynamoDB', 'dynamodb')}:${action}`;
}
