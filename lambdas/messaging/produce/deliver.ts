import { clock } from '../clock.ts';
import { MessagingError, describe } from '../errors.ts';
import type { Entry } from './chunk.ts';

export interface EntryFailure {
  readonly id: string;
  readonly code: string;
  /** The message itself is at fault: sending it again cannot help. */
  readonly senderFault: boolean;
}

/** Sends one batch and answers which entries were refused. */
export type SendChunk = (entries: readonly Entry[]) => Promise<readonly EntryFailure[]>;

export interface NotSent {
  /** Place in the caller's list. */
  readonly index: number;
  readonly code: string;
  readonly senderFault: boolean;
}

/** Some messages were not taken. All others were, exactly those not listed here. */
export class MessagesNotSent extends MessagingError {
  override readonly name = 'MessagesNotSent';
  readonly notSent: readonly NotSent[];

  constructor(notSent: readonly NotSent[], options?: ErrorOptions) {
    super(
      `${notSent.length} messages were not sent (${[...new Set(notSent.map((entry) => entry.code))].join(', ')})`,
      options,
    );
    this.notSent = notSent;
  }
}

const tries = 3;
const pauseMilliseconds = 100;

/**
 * Sends batches one after another. A 200 answer may list refused entries: those that are the service's fault are sent
 * again, the sender's own are final (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html).
 * Once a message of a group is given up, the rest of its group is not sent either.
 */
export async function deliver(chunks: readonly (readonly Entry[])[], send: SendChunk): Promise<void> {
  const notSent: NotSent[] = [];
  const stoppedGroups = new Set<string>();
  let cause: unknown;
  for (const entries of chunks) {
    let waiting = entries.filter(({ message }) => message.groupId === undefined || !stoppedGroups.has(message.groupId));
    for (const entry of entries) {
      if (!waiting.includes(entry))
        notSent.push({ index: entry.index, code: 'PredecessorNotSent', senderFault: false });
    }
    for (let attempt = 1; waiting.length > 0; attempt++) {
      const outcome = await sendOnce(waiting, send);
      cause ??= outcome.cause;
      const final = outcome.failures.filter((failure) => failure.senderFault || attempt === tries);
      for (const failure of final) {
        const entry = waiting.find(({ id }) => id === failure.id)!;
        notSent.push({ index: entry.index, code: failure.code, senderFault: failure.senderFault });
        if (entry.message.groupId !== undefined) stoppedGroups.add(entry.message.groupId);
      }
      const again = new Set(outcome.failures.filter((failure) => !final.includes(failure)).map(({ id }) => id));
      waiting = waiting.filter(({ id }) => again.has(id));
      if (waiting.length > 0) await clock.sleep(pauseMilliseconds * 2 ** (attempt - 1) * (0.5 + clock.random() / 2));
    }
  }
  if (notSent.length > 0)
    throw new MessagesNotSent(
      notSent.toSorted((a, b) => a.index - b.index),
      { cause },
    );
}

/** A request that fails as a whole (after the SDK's own retries) fails each of its entries. */
async function sendOnce(
  entries: readonly Entry[],
  send: SendChunk,
): Promise<{ failures: readonly EntryFailure[]; cause?: unknown }> {
  try {
    return { failures: await send(entries) };
  } catch (cause) {
    const { errorType } = describe(cause);
    const senderFault = isSenderFault(cause);
    return { failures: entries.map(({ id }) => ({ id, code: errorType, senderFault })), cause };
  }
}

function isSenderFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('$fault' in error) || error.$fault !== 'client') return false;
  return !('$retryable' in error && error.$retryable !== undefined);
}
