import { captured, orderOf } from './effects.ts';
import { acceptedEnds, orders } from './orders.ts';
import type { World } from '../world.ts';

/** Accepted orders without an end, or COMPLETED without their money. */
export function lostOrders(world: World): string[] {
  const paid = new Set([...captured(world).keys()].map(orderOf));
  const unpaid = orders(world).filter(({ orderId, status }) => status === 'COMPLETED' && !paid.has(orderId));
  return [...acceptedEnds(world), ...unpaid.map(({ orderId }) => `${orderId} was completed without its money`)];
}

/** Orders for which money is held more than once. */
export function doubledOrders(world: World): string[] {
  const held = Map.groupBy(captured(world).keys(), orderOf);
  return [...held].flatMap(([orderId, keys]) => (keys.length > 1 ? [orderId] : []));
}
