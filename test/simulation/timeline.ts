import { plain } from './tables.ts';
import type { TimedEntry } from './history.ts';
import type { World } from './world.ts';

interface Line {
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

/** One order's history as people read it: when, who, what; faults that hit its invocations included. */
export function timeline(world: World, orderId: string): string {
  const { history, outputs } = world;
  const messages = messagesOf(history.entries, orderId);
  const invocations = new Set(
    history.entries
      .filter((entry) => entry.event === 'invoked' && anyOf(entry['messageIds'], messages))
      .map((entry) => entry['requestId']),
  );
  const lines: Line[] = [
    ...history.clients
      .filter((record) => record.orderId === orderId)
      .map(({ at, operation, status }) => ({ at, who: 'client', what: `${operation} → ${status || 'no answer'}` })),
    ...history.providers
      .filter(({ facts }) => JSON.stringify(facts).includes(orderId))
      .map(({ at, provider, operation, outcome, idempotencyKey }) => ({
        at,
        who: provider,
        what: `${operation} → ${outcome}${idempotencyKey === undefined ? '' : ` under ${idempotencyKey}`}`,
      })),
    ...history.logs
      .filter(({ fields }) => fields['orderId'] === orderId)
      .map(({ at, function: who, message, fields }) => ({
        at,
        who,
        what: `${message}${fields['reason'] === undefined ? '' : ` (${fields['reason'] as string})`}`,
      })),
    ...history.writes(outputs['OrdersTable']!).flatMap(({ at, newImage }) => {
      const row = plain(newImage) as { orderId: string; status: string; version: number };
      return row.orderId === orderId
        ? [{ at, who: 'orders table', what: `${row.status}, version ${row.version}` }]
        : [];
    }),
    ...history.entries
      .filter(({ service, messageId }) => service === 'sqs' && messages.has(String(messageId)))
      .map(({ at, resource, event, receiveCount }) => ({
        at,
        who: shortName(resource),
        what: `${event}${receiveCount === undefined ? '' : `, receive ${receiveCount as number}`}`,
      })),
    ...history.entries
      .filter((entry) => entry.event === 'failed' && invocations.has(entry['requestId']))
      .map(({ at, resource, reason }) => ({ at, who: shortName(resource), what: `died: ${reason as string}` })),
  ];
  const start = history.entries[0]?.at ?? 0;
  return lines
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, who, what }) => `${clockTime(at - start)}  ${who.padEnd(24)} ${what}`)
    .join('\n');
}

/** Ids of the messages that are about an order. */
function messagesOf(entries: readonly TimedEntry[], orderId: string): Set<string> {
  return new Set(
    entries
      .filter(({ service, body }) => service === 'sqs' && typeof body === 'string' && body.includes(orderId))
      .map(({ messageId }) => String(messageId)),
  );
}

function anyOf(ids: unknown, wanted: ReadonlySet<string>): boolean {
  return Array.isArray(ids) && ids.some((id) => wanted.has(String(id)));
}

/** `arn:…:Spillway-Orders-Lanes-Vip-A511ABF7.fifo` → `Orders-Lanes-Vip` */
function shortName(arn: string): string {
  return arn
    .split(':')
    .at(-1)!
    .replace(/^Spillway-/, '')
    .replace(/-?[0-9A-F]{8}(-\w+)?(\.fifo)?$/, '')
    .slice(0, 24);
}

function clockTime(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = ((milliseconds % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${String(minutes).padStart(3)}:${seconds}`;
}
