import { orders, type OrderRow } from '../orders/orders.ts';
import { lanes } from '../mischief.ts';
import { product, type Product } from '../product.ts';
import { runOnce, type RunOptions, type RunResult } from '../run.ts';
import { rootCall } from '../tables.ts';
import type { AwsRequest, AwsResponse } from '../../../simulation/habitat.ts';
import type { Bent, World } from '../world.ts';

let shared: Promise<Product> | undefined;

/** One row of the fault catalogue on the whole stack: ten orders, exactly the faults named, then rest. */
export async function play(scenario: Partial<RunOptions>): Promise<RunResult> {
  shared ??= product();
  return runOnce({ ...(await shared), seed: 1, orders: 10, rates: {}, ...scenario });
}

export function statuses(world: World): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of orders(world)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export function ordersThat(world: World, status: string): OrderRow[] {
  return orders(world).filter((row) => row.status === status);
}

/** Charges that the provider answered, whatever the answer. */
export function charges({ history }: World) {
  return history.providers.filter(({ operation }) => operation === 'charge');
}

/** Tells a provider how to misbehave. Nothing else is declined then. */
export async function behave(
  world: World,
  provider: 'payment' | 'mail' | 'push',
  rules: readonly object[],
): Promise<void> {
  const request = { method: 'PUT', path: '/behaviour', query: new URLSearchParams(), headers: {} };
  await world.providers[provider].handle({ ...request, body: JSON.stringify({ seed: 1, rules }) });
}

/** Orders of one packet of tea, placed evenly over so many milliseconds; no more than there is tea, 1,000. */
export function placeOrders(world: World, count: number, over: number): void {
  const start = world.clock.now();
  for (let index = 0; index < count; index++)
    world.clock.schedule(start + Math.floor((index * over) / count), () => void placeOrder(world, index));
}

async function placeOrder({ cloud, clock, history }: World, index: number): Promise<void> {
  const customerId = ['ada', 'grace', 'linus'][index % 3]!;
  const [key, body] = [`key-${index}`, JSON.stringify({ customerId, items: [{ sku: 'tea', quantity: 1 }] })];
  const answer = await cloud.httpApis.handle([...cloud.httpApis.apis.keys()][0]!, {
    method: 'POST',
    path: '/orders',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: Buffer.from(body),
  });
  const { orderId } = JSON.parse((answer.body as string | Buffer).toString()) as { orderId: string };
  history.clients.push({ at: clock.now(), operation: 'place', customerId, key, body, status: answer.status, orderId });
}

/** The first `times` requests of one action by one function. */
export function firstOf(functionName: string, action: string, times: number, becomes: Bent) {
  let left = times;
  return (request: AwsRequest, caller: string): Bent => {
    if (caller !== functionName || actionOf(request) !== action || left === 0) return undefined;
    left -= 1;
    return becomes;
  };
}

export function actionOf({ headers }: AwsRequest): string | undefined {
  return headers['x-amz-target']?.split('.')[1];
}

export function failure(type: string, status = 400): AwsResponse {
  const body = Buffer.from(
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'On purpose' }),
  );
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}

/** Puts a message into a lane, as somebody who may. */
export function sendToLane(
  world: World,
  body: string,
  group: string,
  deduplicationId: string,
  arn = lanes(world)[0]!.arn,
): void {
  const message = { MessageBody: body, MessageGroupId: group, MessageDeduplicationId: deduplicationId };
  world.cloud.sqs.send(arn, message, rootCall(world.cloud));
}

/** Messages in the lanes' dead-letter queues. */
export function deadLetters(world: World) {
  return lanes(world).flatMap(({ deadLetterTargetArn }) => world.cloud.sqs.browse(deadLetterTargetArn!));
}

/** Bodies of the orders' messages to the lanes. */
export function orderMessages({ history }: World): string[] {
  const bodies = history.of('sqs', 'sent').map(({ body }) => String(body));
  return [...new Set(bodies.filter((body) => body.includes('"order.placed"')))];
}

/** How often a message with this body was received from a lane. */
export function receivesOf({ history }: World, body: string): number {
  const ids = new Set(
    history.of('sqs', 'sent').flatMap((entry) => (entry['body'] === body ? [entry['messageId']] : [])),
  );
  return history.of('sqs', 'received').filter((entry) => ids.has(entry['messageId'])).length;
}
