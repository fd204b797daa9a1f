import { AwsError } from '../aws-error.ts';
import {
  deadLetterAttributes,
  destinationRecord,
  type DestinationMessage,
  type DestinationSender,
} from './destinations.ts';
import { functionReference } from './function-arn.ts';
import type { Surroundings } from '../service.ts';
import type { AsyncEvent } from './async-event.ts';
import type { Completed } from './failure.ts';
import type { AsyncSettings } from './function-record.ts';
import type { RunOptions } from './runner.ts';
import type { LambdaStore } from './store.ts';
import type { Target } from './target.ts';

const ASYNC_DEFAULTS = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 6 * 3600 };

const RETRY_MINUTES = [1, 2];
const LONGEST_THROTTLE_WAIT = 5 * 60_000;

/** What the queue needs of its engine. */
export interface AsyncHost {
  resolve(functionName: string, qualifier?: string): Target;
  run(target: Target, event: unknown, options: RunOptions): Promise<Completed>;
  report(error: unknown, resource: string): void;
}

/**
 * Events accepted for asynchronous invocation: run at once, retried after one and two minutes, given up after their
 * retries or their age, and reported to destinations and dead-letter queues.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncQueue {
  readonly #surroundings: Surroundings;
  readonly #store: LambdaStore;
  readonly #host: AsyncHost;
  readonly #destinations: DestinationSender | undefined;

  constructor(
    surroundings: Surroundings,
    store: LambdaStore,
    host: AsyncHost,
    destinations: DestinationSender | undefined,
  ) {
    this.#surroundings = surroundings;
    this.#store = store;
    this.#host = host;
    this.#destinations = destinations;
  }

  accept(target: Target, payload: unknown, requestId: string, traceId?: string): void {
    const now = this.#surroundings.clock.now();
    const qualifier = target.qualifier === '$LATEST' ? undefined : target.qualifier;
    const event: AsyncEvent = {
      requestId,
      functionName: target.settings.functionName,
      qualifier,
      payload,
      traceId,
      acceptedAt: now,
      dueAt: now,
      failures: 0,
      throttles: 0,
    };
    this.#journal(event, 'accepted', {});
    this.#wait(event);
  }

  /** Takes up the events of a restored store. */
  resume(): void {
    for (const event of this.#store.asyncEvents.values()) this.#arm(event);
  }

  #wait(event: AsyncEvent): void {
    this.#store.put('asyncEvents', event.requestId, event);
    this.#arm(event);
  }

  #arm(event: AsyncEvent): void {
    this.#surroundings.clock.schedule(event.dueAt, () => {
      this.#run(event).catch((error: unknown) => this.#host.report(error, event.functionName));
    });
  }

  async #run(event: AsyncEvent): Promise<void> {
    if (this.#store.asyncEvents.get(event.requestId) !== event) return;
    let target: Target;
    try {
      target = this.#host.resolve(event.functionName, event.qualifier);
    } catch (error) {
      this.#store.delete('asyncEvents', event.requestId);
      this.#journal(event, 'dropped', { reason: String(error) });
      return;
    }
    if (target.record.reservedConcurrency === 0) {
      return this.#giveUp(event, target, 'ZeroReservedConcurrency', undefined);
    }
    if (this.#tooOld(event, target)) return this.#giveUp(event, target, 'EventAgeExceeded', undefined);
    let completed: Completed;
    try {
      completed = await this.#host.run(target, event.payload, {
        requestId: event.requestId,
        traceId: event.traceId,
        source: 'async',
        attempt: event.failures + 1,
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return this.#retryThrottled(event, target);
    }
    if (completed.functionError === undefined) return this.#succeed(event, target, completed);
    await this.#retryFailed(event, target, completed);
  }

  #retryThrottled(event: AsyncEvent, target: Target): Promise<void> | undefined {
    const wait = Math.min(LONGEST_THROTTLE_WAIT, 1000 * 2 ** event.throttles);
    const dueAt = this.#surroundings.clock.now() + wait;
    if (this.#tooOld(event, target, dueAt)) return this.#giveUp(event, target, 'EventAgeExceeded', undefined);
    this.#journal(event, 'retried', { reason: 'throttled', dueAt });
    this.#wait({ ...event, dueAt, throttles: event.throttles + 1 });
    return undefined;
  }

  async #retryFailed(event: AsyncEvent, target: Target, completed: Completed): Promise<void> {
    const failed = { ...event, failures: event.failures + 1, throttles: 0 };
    if (event.failures >= this.#settings(target).maximumRetryAttempts) {
      return this.#giveUp(failed, target, 'RetriesExhausted', completed);
    }
    const dueAt = this.#surroundings.clock.now() + (RETRY_MINUTES[event.failures] ?? 2) * 60_000;
    if (this.#tooOld(event, target, dueAt)) return this.#giveUp(failed, target, 'EventAgeExceeded', completed);
    this.#journal(failed, 'retried', { reason: 'failed', dueAt });
    this.#wait({ ...failed, dueAt });
  }

  #tooOld(event: AsyncEvent, target: Target, at = this.#surroundings.clock.now()): boolean {
    return at - event.acceptedAt > this.#settings(target).maximumEventAgeSeconds * 1000;
  }

  #settings(target: Target): typeof ASYNC_DEFAULTS & Pick<Partial<AsyncSettings>, 'destinations'> {
    const { maximumRetryAttempts, maximumEventAgeSeconds, destinations } =
      target.record.asyncSettings[target.qualifier] ?? {};
    return {
      maximumRetryAttempts: maximumRetryAttempts ?? ASYNC_DEFAULTS.maximumRetryAttempts,
      maximumEventAgeSeconds: maximumEventAgeSeconds ?? ASYNC_DEFAULTS.maximumEventAgeSeconds,
      destinations,
    };
  }

  async #succeed(event: AsyncEvent, target: Target, completed: Completed): Promise<void> {
    this.#store.delete('asyncEvents', event.requestId);
    const destination = this.#settings(target).destinations?.OnSuccess?.Destination;
    if (destination !== undefined) {
      await this.#send(destination, this.#record(event, target, 'Success', completed), target, event);
    }
  }

  async #giveUp(
    event: AsyncEvent,
    target: Target,
    condition: 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency',
    completed: Completed | undefined,
  ): Promise<void> {
    this.#store.delete('asyncEvents', event.requestId);
    this.#journal(event, 'given-up', { condition, payload: event.payload });
    const destination = this.#settings(target).destinations?.OnFailure?.Destination;
    if (destination !== undefined) {
      await this.#send(destination, this.#record(event, target, condition, completed), target, event);
    }
    const deadLetter = target.settings.deadLetterArn;
    if (deadLetter !== undefined) {
      const error = completed === undefined ? condition : (JSON.parse(completed.payload) as { errorMessage?: string });
      const text = typeof error === 'string' ? error : (error.errorMessage ?? '');
      const attributes = deadLetterAttributes(event.requestId, text);
      await this.#send(deadLetter, { body: JSON.stringify(event.payload), attributes }, target, event);
    }
  }

  #record(
    event: AsyncEvent,
    target: Target,
    condition: Parameters<typeof destinationRecord>[0]['condition'],
    completed: Completed | undefined,
  ): DestinationMessage {
    const body = destinationRecord({
      now: this.#surroundings.clock.now(),
      requestId: event.requestId,
      functionArn: `${target.settings.functionArn}:${target.qualifier}`,
      condition,
      invokeCount: condition === 'Success' ? event.failures + 1 : event.failures,
      request: event.payload,
      executedVersion: completed?.executedVersion ?? target.settings.version,
      functionError: completed?.functionError,
      response: completed === undefined ? undefined : JSON.parse(completed.payload),
    });
    return { body, attributes: {} };
  }

  async #send(arn: string, message: DestinationMessage, target: Target, event: AsyncEvent): Promise<void> {
    try {
      if (arn.includes(':lambda:')) {
        const { name, qualifier } = functionReference(arn);
        const next = this.#host.resolve(name, qualifier);
        this.accept(next, JSON.parse(message.body), this.#surroundings.random.uuid(), event.traceId);
      } else if (this.#destinations === undefined) {
        throw new Error(`no sender for the destination ${arn} was given`);
      } else {
        await this.#destinations.send(arn, message, target.settings.functionArn, target.settings.role);
      }
      this.#journal(event, 'reported', { destination: arn });
    } catch (error) {
      // As DestinationDeliveryFailures and DeadLetterErrors on AWS: counted, and the event is gone.
      this.#journal(event, 'report-failed', { destination: arn, error, payload: event.payload });
    }
  }

  #journal(event: AsyncEvent, what: string, details: Readonly<Record<string, unknown>>): void {
    this.#surroundings.journal({
      service: 'lambda',
      event: what,
      resource: event.functionName,
      requestId: event.requestId,
      failures: event.failures,
      ...details,
    });
  }
}
