import { createHash } from 'node:crypto';
import type { Stack } from '../stack/stack.ts';
import type { DeadLetter } from './dead-letter.ts';

/** What will become of a message if it is handled again as it is. */
export interface Verdict {
  readonly outcome: 'work' | 'no-op' | 'returns';
  readonly why: string;
}

export const work: Verdict = { outcome: 'work', why: '' };

export type Row = Readonly<Record<string, unknown>>;

/** Where a handler leaves its effect, and how to read there whether a message still has one to come. */
export interface Effect {
  /** The handler, by the name that people gave it. */
  readonly handler: string;
  /** How a body breaks what the handler takes; the contract of its message type unless told. */
  readonly breach?: (body: string) => string | undefined;
  readonly table: (stack: Stack) => string | undefined;
  /** Key of the row that the message is about; undefined where the message does not say. */
  readonly key: (letter: DeadLetter) => Row | undefined;
  readonly verdict: (row: Row | undefined) => Verdict;
}

const ended: ReadonlySet<unknown> = new Set(['COMPLETED', 'REJECTED', 'CANCELLED', 'READY', 'FAILED', 'EXPIRED']);

/** One entry for each handler whose effect can be looked up. A message of any other handler counts as work. */
export const effects: readonly Effect[] = [
  {
    handler: 'orders-process',
    table: ({ outputs }) => outputs['OrdersTable'],
    key: ({ subject }) => (subject === undefined ? undefined : { orderId: subject }),
    verdict: byStatus('order'),
  },
  recorded('orders-record-sale', 'SalesTable', 'the sale is recorded'),
  recorded('users-record-registrations', 'RegistrationsTable', 'the registration is recorded'),
  {
    handler: 'videos-track',
    table: ({ outputs }) => outputs['VideosTable'],
    key: ({ subject }) => (subject === undefined ? undefined : { videoId: subject }),
    verdict: byStatus('video'),
  },
  // S3's own events, which are no messages of ours; what they name is looked up when they are handled.
  {
    handler: 'videos-plan',
    breach: () => undefined,
    table: () => undefined,
    key: () => undefined,
    verdict: () => work,
  },
  remembered('users-send-welcome', 'user-welcome', ({ subject }) => subject, 'the welcome was sent'),
  remembered('users-notify-user', 'user-notification', ({ eventId }) => eventId, 'the notification was sent'),
  remembered('videos-notify-owner', 'video-notification', ({ subject }) => subject, 'the owner was told'),
  remembered('orders-send-confirmation', 'order-confirmation', ({ subject }) => subject, 'the confirmation was sent'),
  remembered('orders-notify-customer', 'order-notification', ({ eventId }) => eventId, 'the notification was sent'),
];

function byStatus(what: string): Effect['verdict'] {
  return (row) => {
    if (row === undefined) return { outcome: 'returns', why: `there is no such ${what}` };
    const { status } = row;
    return { outcome: ended.has(status) ? 'no-op' : 'work', why: `the ${what} is ${String(status)}` };
  };
}

/** A row under the event's own id. */
function recorded(handler: string, output: string, why: string): Effect {
  return {
    handler,
    table: ({ outputs }) => outputs[output],
    key: ({ eventId }) => (eventId === undefined ? undefined : { eventId }),
    verdict: (row) => (row === undefined ? work : { outcome: 'no-op', why }),
  };
}

/** An outside call whose answer `once` has stored, under the key that Powertools makes of operation and business id. */
function remembered(
  handler: string,
  operation: string,
  idOf: (letter: DeadLetter) => string | undefined,
  done: string,
): Effect {
  return {
    handler,
    table: ({ resources }) =>
      resources.find(({ type, logicalId }) => type.startsWith('AWS::DynamoDB::') && logicalId.startsWith('Idempotency'))
        ?.physicalId,
    key: (letter) => {
      const id = idOf(letter);
      if (id === undefined) return undefined;
      return { id: `${operation}#${createHash('sha256').update(JSON.stringify(id)).digest('base64')}` };
    },
    verdict: (row) => (row?.['status'] === 'COMPLETED' ? { outcome: 'no-op', why: done } : work),
  };
}
