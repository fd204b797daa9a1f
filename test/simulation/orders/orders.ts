import { items, plain } from '../tables.ts';
import type { World } from '../world.ts';

export interface OrderRow {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: string;
  readonly reason?: string;
  readonly version: number;
  readonly round: number;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly total: { readonly amount: number };
}

export function orders({ cloud, outputs }: World): OrderRow[] {
  return items<OrderRow>(cloud, outputs['OrdersTable']!);
}

const terminal = ['COMPLETED', 'REJECTED', 'CANCELLED', 'PARKED'];

/** I1. An order parked because nobody ever came for it counts as lost, unless its own message kills every worker. */
export function acceptedEnds(world: World): string[] {
  const rows = new Map(orders(world).map((row) => [row.orderId, row]));
  const accepted = new Set(world.history.clients.map(({ orderId }) => orderId).filter((id) => id !== undefined));
  return [...accepted].flatMap((orderId) => {
    const row = rows.get(orderId);
    if (row === undefined) return [`${orderId} was accepted and is not there`];
    if (!terminal.includes(row.status)) return [`${orderId} is ${row.status} at rest`];
    const { crashing, redriven } = world.outbreak;
    const excused = crashing.has(orderId) && !redriven.has(orderId);
    const forgotten = row.status === 'PARKED' && row.reason === 'deadline-passed' && !excused;
    return forgotten ? [`${orderId} was parked because nobody came for it`] : [];
  });
}

/** The machine as the design declares it, written down apart from the product's own table. */
const legal = new Set([
  ' → RECEIVED',
  'RECEIVED → RESERVED',
  'RESERVED → CHARGING',
  'CHARGING → COMPLETED',
  ...['RECEIVED', 'RESERVED', 'CHARGING'].flatMap((from) =>
    ['REJECTED', 'CANCELLED', 'PARKED'].map((to) => `${from} → ${to}`),
  ),
  'PARKED → RECEIVED',
  'PARKED → CANCELLED',
]);

/** I5, over the committed writes of the orders table. */
export function legalPaths(world: World): string[] {
  return world.history.writes(world.outputs['OrdersTable']!).flatMap(({ oldImage, newImage }) => {
    const before = oldImage === undefined ? undefined : (plain(oldImage) as OrderRow);
    const after = plain(newImage) as OrderRow;
    const step = `${before?.status ?? ''} → ${after.status}`;
    return legal.has(step) ? [] : [`${after.orderId} took the step ${step}`];
  });
}

/** I8, over what clients were told. */
export function sameKeySameAnswer(world: World): string[] {
  const placed = world.history.clients.filter(({ operation, status }) => operation === 'place' && status !== 0);
  const byKey = Map.groupBy(placed, ({ customerId, key }) => `${customerId}/${key}`);
  const owners = new Map<string, string>();
  return [...byKey].flatMap(([key, records]) => {
    const accepted = records.filter(({ status }) => status === 202);
    const bodies = new Set(accepted.map(({ body }) => body));
    const ids = new Set(accepted.map(({ orderId }) => orderId!));
    const asked = new Set(records.map(({ body }) => body));
    const foreign = asked.size === 1 && records.some(({ status }) => status === 422);
    const strange = records.find(({ status }) => ![202, 409, 422, 500, 503].includes(status));
    const shared = [...ids].find((id) => (owners.get(id) ?? key) !== key);
    for (const id of ids) owners.set(id, key);
    return [
      ...(bodies.size > 1 ? [`${key} was accepted with ${bodies.size} bodies`] : []),
      ...(ids.size > 1 ? [`${key} gave ${ids.size} orders`] : []),
      ...(shared === undefined ? [] : [`${shared} was given to ${owners.get(shared)} and another`]),
      ...(foreign ? [`${key} was refused for a body that another sent`] : []),
      ...(strange === undefined ? [] : [`${key} was answered ${strange.status}`]),
    ];
  });
}
