import { hopOfLine, hopOfText, idsOfBody, shortName, type Hop } from './hop.ts';
import type { TimedEntry } from './timeline.ts';

/** What engines report about messages that is a step of a journey, in people's words. */
const messageEvents: Readonly<Record<string, { readonly what: string; readonly level: Hop['level'] }>> = {
  'sqs.sent': { what: 'queued', level: 'info' },
  'sqs.duplicate-dropped': { what: 'duplicate dropped by the queue', level: 'info' },
  'sqs.received': { what: 'received', level: 'info' },
  'sqs.deleted': { what: 'done with', level: 'info' },
  'sqs.dead-lettered': { what: 'moved to the dead-letter queue', level: 'error' },
  'sqs.expired': { what: 'expired unread', level: 'error' },
  'sqs.moved': { what: 'redriven', level: 'info' },
  'sns.published': { what: 'published', level: 'info' },
  'sns.delivered': { what: 'delivered', level: 'info' },
  'sns.delivery-failed': { what: 'not delivered', level: 'error' },
};

const longestJourney = 500;
const mostJourneys = 20_000;

/** Every hop of every order, video or user, found by its id, by its correlation id, or by a message's id. */
export class Journeys {
  /** Oldest first, so that the first key is the one to forget. */
  readonly #byId = new Map<string, Hop[]>();
  readonly #idsOfMessage = new Map<string, readonly string[]>();
  readonly #listeners: ((hop: Hop) => void)[] = [];

  /** Called for every hop that a function itself reported. */
  listen(listener: (hop: Hop) => void): void {
    this.#listeners.push(listener);
  }

  record(entry: TimedEntry): void {
    const hop = entry.service === 'logs' ? lineHop(entry, String(entry['line'])) : this.#messageHop(entry);
    if (hop === undefined) return;
    for (const id of new Set(hop.ids)) this.#add(id, hop);
    if (entry.service === 'logs') for (const listener of this.#listeners) listener(hop);
  }

  find(id: string): readonly Hop[] | undefined {
    return this.#byId.get(id);
  }

  #messageHop(entry: TimedEntry): Hop | undefined {
    const known = messageEvents[`${entry.service}.${entry.event}`];
    const { messageId, receiveCount, reason } = entry;
    if (known === undefined || typeof messageId !== 'string') return undefined;
    const ids = this.#idsOfMessage.get(messageId) ?? idsOfBody(entry['body']);
    remember(this.#idsOfMessage, messageId, ids, 5 * mostJourneys);
    return {
      at: entry.at,
      where: shortName(entry.resource),
      what: known.what,
      ...(typeof receiveCount === 'number' && { attempt: receiveCount }),
      level: known.level,
      ids: [...ids, messageId],
      detail: { messageId, ...(typeof reason === 'string' && { reason }) },
    };
  }

  #add(id: string, hop: Hop): void {
    const hops = this.#byId.get(id) ?? [];
    if (hops.length < longestJourney) hops.push(hop);
    if (hops.length === 1) remember(this.#byId, id, hops, mostJourneys);
  }
}

function lineHop(entry: TimedEntry, line: string): Hop | undefined {
  return hopOfLine(entry, line) ?? hopOfText(entry, line);
}

/** Sets a key and forgets the oldest one past the limit. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, limit: number): void {
  map.set(key, value);
  if (map.size > limit) map.delete(map.keys().next().value!);
}
