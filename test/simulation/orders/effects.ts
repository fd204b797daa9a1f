import { items, plain } from '../tables.ts';
import { products } from './shop.ts';
import type { ProviderRecord } from '../history.ts';
import type { World } from '../world.ts';
import { effective, setAside } from '../subscribers.ts';
import { orders, type OrderRow } from './orders.ts';

interface ChargeFacts {
  readonly key?: string;
  readonly amount: number;
}

/** Money that moved, by payment key: what the provider took and did not give back. */
export function captured(world: World): Map<string, number> {
  const taken = new Map<string, number>();
  const voided = new Set<string>();
  for (const { provider, operation, facts, outcome, idempotencyKey } of world.history.providers) {
    if (provider !== 'payment' || (typeof outcome === 'number' && outcome >= 300)) continue;
    const { key = idempotencyKey!, amount } = facts as unknown as ChargeFacts;
    if (operation === 'charge') taken.set(key, amount);
    if (operation === 'void') voided.add(key);
  }
  for (const key of voided) taken.delete(key);
  return taken;
}

/** The order that a payment key belongs to: `id`, `id.round`, or with a tail of its own. */
export function orderOf(key: string): string {
  return key.split(/[.~]/)[0]!;
}

function chargeKey({ facts, idempotencyKey }: ProviderRecord): string {
  return (facts as unknown as ChargeFacts).key ?? idempotencyKey!;
}

/** I2 */
export function nothingFromNowhere(world: World): string[] {
  const known = new Set(orders(world).map(({ orderId }) => orderId));
  const keys = world.history.providers
    .filter(({ provider, operation }) => provider === 'payment' && operation === 'charge')
    .map(chargeKey);
  const sales = items<{ orderId: string }>(world.cloud, world.outputs['SalesTable']!);
  const attempted = new Set(world.history.clients.map(({ customerId }) => customerId));
  return [
    ...keys.filter((key) => !known.has(orderOf(key))).map((key) => `a charge under ${key} belongs to no order`),
    ...sales
      .filter(({ orderId }) => !known.has(orderId))
      .map(({ orderId }) => `a sale names the unknown order ${orderId}`),
    ...orders(world)
      .filter(({ customerId }) => !attempted.has(customerId))
      .map(({ orderId }) => `${orderId} was placed by nobody`),
  ];
}

/**
 * I3: a completed order was sold once, pushed once, mailed at least once; any other never. A subscriber whose message was
 * set aside (three crashes in a row count as poison) has its copy in its dead-letter queue instead.
 */
export function everyStepOnce(world: World): string[] {
  const sales = Map.groupBy(
    items<{ orderId: string }>(world.cloud, world.outputs['SalesTable']!),
    ({ orderId }) => orderId,
  );
  const pushed = effective(world, 'push', 'notify', ({ body }) => /Order (\S+) is/.exec(String(body))?.[1]);
  const mailed = effective(world, 'mail', 'send', ({ subject }) => /order (\S+)/.exec(String(subject))?.[1]);
  return orders(world).flatMap(({ orderId, status }) => {
    const wanted = status === 'COMPLETED' ? 1 : 0;
    const sold = sales.get(orderId)?.length ?? 0;
    const notices = new Set(pushed.get(orderId)).size;
    const mails = mailed.get(orderId)?.length ?? 0;
    const least = (subscriber: string): number => (setAside(world, subscriber, orderId) ? 0 : wanted);
    const fits = (times: number, subscriber: string): boolean => times <= wanted && times >= least(subscriber);
    return [
      ...(fits(sold, 'Sales') ? [] : [`${orderId} is ${status} and was recorded as ${sold} sales`]),
      ...(fits(notices, 'Notifications') ? [] : [`${orderId} is ${status} and was notified ${notices} times`]),
      ...((wanted === 1 ? mails >= least('Confirmations') : mails === 0)
        ? []
        : [`${orderId} is ${status} and was mailed ${mails} times`]),
    ];
  });
}

/** I3: within a round there is one key; at rest at most one of an order's keys holds money. */
export function chargesOnce(world: World): string[] {
  const keys = new Map<string, Set<string>>();
  for (const record of world.history.providers) {
    if (record.provider !== 'payment' || record.operation !== 'charge') continue;
    const key = chargeKey(record);
    keys.set(orderOf(key), (keys.get(orderOf(key)) ?? new Set()).add(key));
  }
  const held = Map.groupBy(captured(world).keys(), orderOf);
  return orders(world).flatMap(({ orderId, round }) => {
    const used = keys.get(orderId)?.size ?? 0;
    const holding = held.get(orderId)?.length ?? 0;
    return [
      ...(used > round + 1 ? [`${orderId} was charged under ${used} keys in ${round + 1} rounds`] : []),
      ...(holding > 1 ? [`${orderId} holds money under ${holding} keys`] : []),
    ];
  });
}

/** I4 */
export function ledgersBalance(world: World): string[] {
  const rows = orders(world);
  return [...stockFaults(world, rows), ...moneyFaults(world, rows)];
}

function stockFaults({ cloud, outputs, history }: World, rows: readonly OrderRow[]): string[] {
  const faults: string[] = [];
  const stock = new Map(
    items<(typeof products)[number]>(cloud, outputs['CatalogueTable']!).map((row) => [row.sku, row]),
  );
  for (const { sku, available: start } of products) {
    const { available, reserved, sold } = stock.get(sku)!;
    const completed = rows
      .filter(({ status }) => status === 'COMPLETED')
      .flatMap((row) => row.items)
      .filter((line) => line.sku === sku)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    if (available + reserved + sold !== start)
      faults.push(`${sku}: ${start} became ${available} + ${reserved} + ${sold}`);
    if (reserved !== 0) faults.push(`${sku}: ${reserved} still reserved at rest`);
    if (sold !== completed) faults.push(`${sku}: ${sold} sold, ${completed} in completed orders`);
  }
  for (const { newImage } of history.writes(outputs['CatalogueTable']!)) {
    const { sku, available, reserved } = plain(newImage) as (typeof products)[number];
    if (available < 0 || reserved < 0) faults.push(`${sku}: stock fell to ${available}, ${reserved} reserved`);
  }
  return faults;
}

function moneyFaults(world: World, rows: readonly OrderRow[]): string[] {
  const byOrder = new Map<string, number>();
  for (const [key, amount] of captured(world)) byOrder.set(orderOf(key), (byOrder.get(orderOf(key)) ?? 0) + amount);
  return rows.flatMap(({ orderId, status, total }) => {
    const wanted = status === 'COMPLETED' ? total.amount : 0;
    const held = byOrder.get(orderId) ?? 0;
    return held === wanted ? [] : [`${orderId} is ${status}, ${held} was taken for it instead of ${wanted}`];
  });
}

/** I7: a completed order's event went into the outbox. */
export function completionsAnnounced(world: World): string[] {
  const rows = items<{ aggregateId: string; eventType: string }>(world.cloud, world.outputs['OutboxTable']!);
  const announced = new Set(
    rows.filter(({ eventType }) => eventType === 'order.completed').map(({ aggregateId }) => aggregateId),
  );
  return orders(world)
    .filter(({ status, orderId }) => status === 'COMPLETED' && !announced.has(orderId))
    .map(({ orderId }) => `${orderId} was completed without an event`);
}
