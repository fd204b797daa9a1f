import * as z from 'zod/mini';
import { eventTypeAttribute } from '../../contracts/event-types.ts';
import { required } from '../messaging/environment.ts';
import { describe } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';
import type { OutboxRow } from '../messaging/outbox.ts';
import { MessagesNotSent, publishBatch, sendBatch, type OutgoingMessage } from '../messaging/produce.ts';
import { putAll } from '../messaging/put-all.ts';

const table = required('outboxTable');
const destinations = z.record(z.string(), z.string()).parse(JSON.parse(required('outboxDestinations')));

export interface Unsent {
  /** May be taken later. */
  readonly later: readonly OutboxRow[];
  /** Cannot be taken as things are: their destination is unknown, or refuses the message itself. Operators must act. */
  readonly stuck: readonly OutboxRow[];
}

/**
 * Sends outbox rows to their destinations, in order, and marks those that were taken. Sending comes first: a crash in
 * between sends a row twice under the same id, never not at all.
 */
export async function sendRows(rows: readonly OutboxRow[]): Promise<Unsent> {
  const sent: OutboxRow[] = [];
  const later: OutboxRow[] = [];
  const stuck: OutboxRow[] = [];
  for (const [destination, group] of Map.groupBy(rows, (row) => row.destination)) {
    const failed = await sendTo(destination, group);
    for (const [index, row] of group.entries()) {
      const failure = failed.get(index);
      (failure === undefined ? sent : failure.senderFault ? stuck : later).push(row);
    }
  }
  await markSent(sent);
  count('OutboxSent', sent.length);
  if (stuck.length > 0) count('OutboxStuck', stuck.length);
  return { later, stuck };
}

type Failed = ReadonlyMap<number, { readonly senderFault: boolean }>;

/** Sends one destination's rows and answers which of them were not taken, by index. */
async function sendTo(destination: string, rows: readonly OutboxRow[]): Promise<Failed> {
  const all = (senderFault: boolean): Failed => new Map(rows.map((_row, index) => [index, { senderFault }]));
  const address = destinations[destination];
  if (address === undefined) {
    log.error('outbox destination unknown', { destination, count: rows.length });
    return all(true);
  }
  const messages = rows.map((row) => outgoing(row, address.endsWith('.fifo')));
  try {
    await (address.startsWith('arn:') ? publishBatch(address, messages) : sendBatch(address, messages));
    return new Map();
  } catch (error) {
    log.warn('outbox rows not sent', {
      destination,
      errorType: describe(error).errorType,
      reason: describe(error).message,
    });
    return error instanceof MessagesNotSent ? new Map(error.notSent.map((entry) => [entry.index, entry])) : all(false);
  }
}

function outgoing(row: OutboxRow, fifo: boolean): OutgoingMessage {
  return {
    body: row.body,
    attributes: { ...row.attributes, [eventTypeAttribute]: row.eventType },
    ...(fifo && { groupId: row.aggregateId, deduplicationId: row.messageId }),
    ...(!fifo && row.fairGroup !== undefined && { fairGroup: row.fairGroup }),
  };
}

/** Takes rows off the sweeper's index. A row that stays on it is sent again, which its id makes harmless. */
async function markSent(rows: readonly OutboxRow[]): Promise<void> {
  const sent = rows.map(({ unsentShard: _unsent, ...row }) => row);
  const errors = (await putAll(table, ['aggregateId', 'sequence'], sent)).filter((error) => error !== undefined);
  if (errors.length > 0) log.warn('outbox rows not marked', { count: errors.length, reason: errors[0]!.message });
}
