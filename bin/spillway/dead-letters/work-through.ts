import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueAddress } from '../stack/queues.ts';
import { batchSize, receive, show } from './browse.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Filter } from './filter.ts';
import type { Pace } from './pace.ts';

/** Why a message stays, by its id; those that are not named are safe elsewhere and may be deleted. */
export type Refusals = ReadonlyMap<string, string>;

export interface Work {
  readonly sqs: SQSClient;
  readonly deadLetterQueue: Pick<QueueAddress, 'url'>;
  readonly fits: Filter;
  /** Messages to look at: as many as there were at the start, so that what comes back meanwhile is not taken again. */
  readonly most: number;
  /** The start by the stack's time: what was sent later stays. */
  readonly startedAt: number;
  /** Makes up to ten messages safe. Resolves only when they are. */
  readonly secure: (letters: readonly DeadLetter[]) => Promise<Refusals>;
  /** Told once messages are gone from the dead-letter queue. */
  readonly deleted?: (ids: readonly string[]) => Promise<void>;
  readonly pace?: Pace;
  readonly signal?: AbortSignal;
  readonly onProgress?: (outcome: Outcome) => void;
  /** Batches under way at once. */
  readonly lanes?: number;
}

export interface Outcome {
  /** Secured and deleted. */
  done: number;
  /** Not chosen. */
  left: number;
  /** Chosen, and still there. */
  readonly refused: Map<string, string>;
}

/** As long as a batch may take. A message that stays hidden longer than this process lives comes back by itself. */
const hiddenSeconds = 120;

/**
 * Takes messages out of a dead-letter queue: receive, secure, and only then delete. Wherever it is cut off, a message is
 * still in its queue or safe elsewhere, or both, never neither. Memory grows with what is left and not with what is
 * taken.
 */
export async function workThrough(work: Work): Promise<Outcome> {
  const { sqs, deadLetterQueue, fits, most, startedAt, signal, lanes = 6 } = work;
  const outcome: Outcome = { done: 0, left: 0, refused: new Map() };
  const left = new Map<string, string>();
  let looked = 0;
  let failed = false;
  const stopped = (): boolean => failed || signal?.aborted === true;
  const lane = async (): Promise<void> => {
    while (looked < most && !stopped()) {
      const letters = await receive(sqs, deadLetterQueue.url, hiddenSeconds);
      if (letters.length === 0) return;
      const fresh = letters.filter(({ id }) => !left.has(id));
      looked += fresh.length;
      const chosen = fresh.filter((letter) => letter.sentAt <= startedAt && fits(letter));
      for (const { id, receiptHandle } of letters)
        if (!chosen.some((letter) => letter.id === id)) left.set(id, receiptHandle);
      outcome.left += fresh.length - chosen.length;
      if (chosen.length > 0) await take(chosen);
      work.onProgress?.(outcome);
      if (fresh.length === 0) return;
    }
  };
  const take = async (chosen: readonly DeadLetter[]): Promise<void> => {
    await work.pace?.wait(chosen.length);
    const refusals = await work.secure(chosen);
    const secured = chosen.filter(({ id }) => !refusals.has(id));
    const failures = await remove(sqs, deadLetterQueue.url, secured);
    for (const letter of chosen) {
      const why = refusals.get(letter.id) ?? failures.get(letter.id);
      if (why === undefined) outcome.done += 1;
      else {
        outcome.refused.set(letter.id, why);
        left.set(letter.id, letter.receiptHandle);
      }
    }
    await work.deleted?.(secured.filter(({ id }) => !failures.has(id)).map(({ id }) => id));
  };
  const lanesDone = await Promise.allSettled(
    Array.from({ length: Math.min(lanes, Math.ceil(most / batchSize)) }, () =>
      lane().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  const failure = lanesDone.find(({ status }) => status === 'rejected');
  if (failure !== undefined) throw (failure as PromiseRejectedResult).reason;
  await show(sqs, deadLetterQueue.url, [...left.values()]);
  return outcome;
}

async function remove(sqs: SQSClient, url: string, letters: readonly DeadLetter[]): Promise<Refusals> {
  if (letters.length === 0) return new Map();
  const { Failed = [] } = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: letters.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle })),
    }),
  );
  return new Map(Failed.map(({ Id, Code }) => [letters[Number(Id)]!.id, `copied but not deleted: ${Code}`]));
}
