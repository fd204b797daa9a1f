import {
  BatchProcessor,
  EventType,
  SqsFifoPartialProcessorAsync,
  processPartialResponse,
} from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Backoff } from '../../../contracts/backoff.ts';
import { delayAfter } from '../backoff.ts';
import { openEnvelope } from '../envelope.ts';
import { required, requiredCount } from '../environment.ts';
import { CircuitOpen, MessagingError, Reject, RetryLater, describe } from '../errors.ts';
import { failureTable, type Delivery, type Failure, type FailureRecords } from '../failure.ts';
import { invocation } from '../invocation.ts';
import { count, flushCounters, log } from '../log.ts';
import { Batch } from './batch.ts';
import { rest, sendToDeadLetterQueue } from './queue.ts';
import type { ConsumerOptions, Delivered, Label } from './received.ts';
import { isFifo, silentLimit, triage, type Candidate } from './triage.ts';

/** Takes up the messages of one invocation, and answers how each of them is done. */
export type Work<Message> = (all: readonly Delivered<Message>[]) => (one: Delivered<Message>) => Promise<void>;

export type Consume = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** What `consume` and `consumeBatch` are made of. */
export function consumer<Message>(options: ConsumerOptions<Message>, work: Work<Message>, fifo: boolean): Consume {
  const made = new Consumer(options, work, fifo);
  return (event, context) => invocation.run(context, () => made.consume(event, context));
}

interface Opened<Message> extends Delivered<Message> {
  readonly label: Label;
}

class Consumer<Message> {
  readonly #options: ConsumerOptions<Message>;
  readonly #work: Work<Message>;
  readonly #fifo: boolean;
  readonly #queueUrl = required('queueUrl');
  readonly #deadLetterQueueUrl = required('deadLetterQueueUrl');
  readonly #maxReceiveCount = requiredCount('maxReceiveCount');
  readonly #backoff: Backoff;
  readonly #failures: FailureRecords;

  constructor(options: ConsumerOptions<Message>, work: Work<Message>, fifo: boolean) {
    this.#options = options;
    this.#work = work;
    this.#fifo = fifo;
    this.#failures = options.failures ?? failureTable(required('failureTable'));
    this.#backoff = options.backoff ?? {
      baseSeconds: requiredCount('backoffBaseSeconds'),
      capSeconds: requiredCount('backoffCapSeconds'),
    };
  }

  async consume(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    const candidates = await Promise.all(event.Records.map((record) => this.#begin(record)));
    const { run, deferred, poison } = triage(candidates, this.#maxReceiveCount);
    await Promise.all(
      deferred.map(({ record, attempt }) => this.#note(() => this.#failures.end(delivery(record, attempt)))),
    );
    const batch = new Batch(candidates, new Set(poison));
    for (const candidate of deferred) batch.delays.set(candidate.record.messageId, 1);
    const running = candidates.filter((candidate) => run.includes(candidate) || poison.includes(candidate));
    const opened = new Map(running.map((candidate) => [candidate.record.messageId, this.#open(candidate)]));
    const work = this.#work(
      run.flatMap(({ record }) => {
        const delivered = opened.get(record.messageId)!;
        return delivered instanceof Reject ? [] : [delivered];
      }),
    );
    const response = await this.#process(
      running.map(({ record }) => record),
      (record) => this.#deliver(batch, record, opened.get(record.messageId)!, work),
      context,
    );
    const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { record } of deferred) failed.add(record.messageId);
    await this.#rest(batch, failed);
    flushCounters();
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  }

  /** A processor holds one batch's state, so each invocation has its own. */
  #process(
    records: SQSRecord[],
    deliver: (record: SQSRecord) => Promise<void>,
    context: Context,
  ): Promise<SQSBatchResponse> {
    const event = { Records: records };
    const options = { context, throwOnFullBatchFailure: false };
    if (!this.#fifo) return processPartialResponse(event, deliver, new BatchProcessor(EventType.SQS), options);
    return processPartialResponse(event, deliver, new SqsFifoPartialProcessorAsync(), {
      ...options,
      skipGroupOnError: true,
    });
  }

  /** A first receive has no history and costs no request. */
  async #begin(record: SQSRecord): Promise<Candidate> {
    const attempt = Number(record.attributes.ApproximateReceiveCount);
    if (attempt === 1) return { record, attempt, silent: 0 };
    const silent = await this.#note(() => this.#failures.begin(delivery(record, attempt)));
    return { record, attempt, silent: silent ?? 0 };
  }

  async #deliver(
    batch: Batch,
    record: SQSRecord,
    opened: Opened<Message> | Reject,
    work: ReturnType<Work<Message>>,
  ): Promise<void> {
    const { attempt } = batch.candidate(record);
    if (opened instanceof Reject) return this.#fail(batch, record, opened);
    try {
      if (batch.isPoison(record))
        throw new Reject(`${silentLimit} attempts ended without a word`, { reason: 'silent-crash' });
      await work(opened);
      if (attempt > 1) await this.#note(() => this.#failures.end(delivery(record, attempt)));
      count('MessagesHandled');
    } catch (error) {
      await this.#fail(batch, record, error, opened);
    }
  }

  #open({ record, attempt }: Candidate): Opened<Message> | Reject {
    const { messageId } = record;
    try {
      const message = openEnvelope(this.#options.schema, record.body);
      const label = this.#options.label(message);
      const received = { messageId, attempt, correlationId: messageId, causationId: messageId, ...label.cause };
      return { message, label, received };
    } catch (error) {
      if (error instanceof Reject) return error;
      throw error;
    }
  }

  /** Sets the message aside and returns, or remembers how long it rests and throws. */
  async #fail(batch: Batch, record: SQSRecord, error: unknown, opened?: Opened<Message>): Promise<void> {
    const { attempt } = batch.candidate(record);
    const failure = failureOf(error, opened?.label.subject);
    const fields = {
      messageId: record.messageId,
      attempt,
      reason: failure.reason,
      errorType: failure.errorType,
      ...(error instanceof MessagingError && { detail: failure.message }),
      ...(opened !== undefined && {
        correlationId: opened.received.correlationId,
        messageType: opened.label.type,
        subject: opened.label.subject,
      }),
    };
    // Also by an open breaker: after its last receive SQS would set it aside unheard.
    const exhausted = attempt >= this.#maxReceiveCount;
    if (error instanceof Reject || exhausted) {
      try {
        if (opened !== undefined) await this.#options.setAside?.(opened.message, failure, opened.received);
        await this.#note(() => this.#failures.fail(delivery(record, attempt), failure));
        await sendToDeadLetterQueue(this.#deadLetterQueueUrl, record, failure);
        log.error('message set aside', fields);
        count('MessagesSetAside');
        return;
      } catch (problem) {
        log.error('message could not be set aside', { ...fields, errorType: describe(problem).errorType });
        batch.delays.set(record.messageId, delayAfter(this.#backoff, attempt));
        throw problem;
      }
    }
    const delaySeconds = delayAfter(this.#backoff, attempt, error instanceof RetryLater ? error.delaySeconds : 0);
    batch.delays.set(record.messageId, delaySeconds);
    if (error instanceof CircuitOpen) {
      // Nothing was tried, so nothing failed: no more is noted than that the attempt ended.
      if (attempt > 1) await this.#note(() => this.#failures.end(delivery(record, attempt)));
      log.info('message waits for its downstream', { ...fields, delaySeconds });
      count('MessagesDeferred');
      throw error;
    }
    await this.#note(() => this.#failures.fail(delivery(record, attempt), failure));
    log.warn('message rests', { ...fields, delaySeconds });
    count('MessagesRetried');
    throw error;
  }

  /** What was skipped behind a failed message of its group rests as long as that one. */
  async #rest(batch: Batch, failed: ReadonlySet<string>): Promise<void> {
    const groupDelays = new Map<string, number>();
    const rests = [];
    for (const { record, attempt } of batch.candidates) {
      if (!failed.has(record.messageId)) continue;
      const group = isFifo(record) ? record.attributes.MessageGroupId : undefined;
      const inherited = group === undefined ? undefined : groupDelays.get(group);
      const delaySeconds = inherited ?? batch.delays.get(record.messageId) ?? delayAfter(this.#backoff, attempt);
      if (group !== undefined) groupDelays.set(group, delaySeconds);
      if (!batch.delays.has(record.messageId) && attempt > 1) {
        await this.#note(() => this.#failures.end(delivery(record, attempt)));
      }
      rests.push({ record, delaySeconds });
    }
    await rest(this.#queueUrl, rests);
  }

  /** Failure records are a help, not a condition: when their table is down, messages go on without them. */
  async #note<T>(write: () => Promise<T>): Promise<T | undefined> {
    try {
      return await write();
    } catch (error) {
      log.warn('failure record not written', { errorType: describe(error).errorType });
      return undefined;
    }
  }
}

function delivery(record: SQSRecord, attempt: number): Delivery {
  return { messageId: record.messageId, source: record.eventSourceARN, attempt };
}

function failureOf(error: unknown, businessId: string | undefined): Failure {
  const { errorType, message } = describe(error);
  return { errorType, message, reason: error instanceof Reject ? error.reason : errorType, businessId };
}
