import type { Message } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { delayAfter } from './backoff.ts';
import { clock as realClock, type Clock } from './clock.ts';
import { describe } from './errors.ts';
import { log } from './log.ts';
import { PolledQueue } from './poll/queue.ts';
import { sqsEvent } from './poll/record.ts';
import { doneOf } from './poll/response.ts';

export interface PollOptions {
  readonly queueUrl: string;
  /** A Lambda handler of SQS events, such as `consume` makes; it answers with an `SQSBatchResponse` or nothing. */
  readonly handler: (event: SQSEvent, context: Context) => Promise<unknown>;
  /** Stops the worker: it receives no more, and ends when what it holds is done. */
  readonly signal: AbortSignal;
  /**
   * Batches worked on at the same time, at least 1.
   *
   * @default 1
   */
  readonly concurrency?: number;
  /**
   * Messages in a batch, 1 to 10.
   *
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * How long a batch may take. One that takes longer is given up: its messages come back, as from a Lambda timeout.
   *
   * @default - a sixth of the queue's visibility timeout, which is six times the timeout of the function it was made for
   */
  readonly timeoutSeconds?: number;
  /** @default - real time */
  readonly clock?: Clock;
}

/** Why a batch ended without the handler's answer. */
const timedOut = Symbol('timed out');

/**
 * Runs a Lambda handler on a queue without Lambda: long polls of 20 seconds, a bounded number of batches at a time, and
 * while a batch is worked on its messages are kept hidden, however long it takes. What the handler has done is deleted;
 * all else returns by its visibility, as from Lambda. A worker that is killed loses nothing for the same reason.
 *
 * Lambda's event source mapping reads the same queue beside it unless it is disabled.
 *
 * @returns when `signal` was given and the last batch is done
 * @throws Error where the queue cannot be found, or is gone
 * @example
 * await poll({ queueUrl, handler, signal: stop.signal, concurrency: 4 });
 */
export async function poll(options: PollOptions): Promise<void> {
  const { concurrency = 1, batchSize = 10, clock = realClock } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError(`concurrency must be a whole number of at least 1, got ${concurrency}`);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 10)
    throw new RangeError(`batchSize must be 1 to 10, got ${batchSize}`);
  const queue = await PolledQueue.open(options.queueUrl, clock);
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const slots = Array.from({ length: concurrency }, () =>
    new Slot(queue, { ...options, batchSize, clock, signal }).run().catch((error: unknown) => {
      // One slot that cannot go on stops the others, each after its batch.
      broken.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(slots);
  queue.close();
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

type SlotOptions = PollOptions & Required<Pick<PollOptions, 'batchSize' | 'clock'>>;

/** Works on one batch after the other. */
class Slot {
  readonly #queue: PolledQueue;
  readonly #options: SlotOptions;
  readonly #timeoutSeconds: number;
  /** Receives in a row that failed. */
  #failures = 0;

  constructor(queue: PolledQueue, options: SlotOptions) {
    this.#queue = queue;
    this.#options = options;
    this.#timeoutSeconds = options.timeoutSeconds ?? Math.max(1, Math.floor(queue.visibilitySeconds / 6));
  }

  async run(): Promise<void> {
    while (!this.#options.signal.aborted) {
      const messages = await this.#receive();
      if (messages.length > 0) await this.#work(messages);
    }
  }

  async #receive(): Promise<readonly Message[]> {
    try {
      const messages = await this.#queue.receive(this.#options.batchSize, this.#options.signal);
      this.#failures = 0;
      return messages;
    } catch (error) {
      const { errorType } = describe(error);
      if (errorType === 'QueueDoesNotExist') throw error;
      this.#failures += 1;
      const delaySeconds = delayAfter({ baseSeconds: 1, capSeconds: 20 }, this.#failures);
      log.warn('receive failed', { errorType, delaySeconds });
      await this.#options.clock.sleep(delaySeconds * 1000, this.#options.signal);
      return [];
    }
  }

  async #work(messages: readonly Message[]): Promise<void> {
    const ids = messages.map(({ MessageId }) => MessageId!);
    const stopHeartbeat = this.#keepHidden(messages);
    let done: readonly string[] = [];
    try {
      const answer = await this.#handle(messages);
      if (answer === timedOut) log.error('batch given up', { count: messages.length, reason: 'timeout' });
      else done = doneOf(answer, ids);
    } catch (error) {
      log.error('batch failed', { count: messages.length, errorType: describe(error).errorType });
    } finally {
      stopHeartbeat();
    }
    await this.#queue.delete(messages.filter(({ MessageId }) => done.includes(MessageId!)));
  }

  async #handle(messages: readonly Message[]): Promise<unknown> {
    const { clock, handler } = this.#options;
    const deadline = clock.now() + this.#timeoutSeconds * 1000;
    const event = sqsEvent(messages, this.#queue.arn);
    const cancel = new AbortController();
    const timeout = clock.sleep(this.#timeoutSeconds * 1000, cancel.signal).then(() => timedOut);
    try {
      return await Promise.race([handler(event, contextOf(deadline, clock)), timeout]);
    } finally {
      cancel.abort();
    }
  }

  /** A heartbeat each third of the visibility timeout, so that one may be lost. */
  #keepHidden(messages: readonly Message[]): () => void {
    const over = new AbortController();
    const beat = async (): Promise<void> => {
      for (;;) {
        await this.#options.clock.sleep((this.#queue.visibilitySeconds * 1000) / 3, over.signal);
        if (over.signal.aborted) return;
        await this.#queue.hide(messages);
      }
    };
    void beat();
    return () => over.abort();
  }
}

/** What a handler may ask of Lambda, answered by a worker. */
function contextOf(deadline: number, clock: Clock): Context {
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'worker';
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: name,
    memoryLimitInMB: '0',
    awsRequestId: clock.uuid(),
    logGroupName: '',
    logStreamName: '',
    getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
