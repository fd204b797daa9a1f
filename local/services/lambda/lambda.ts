import { AwsError } from '../aws-error.ts';
import { resourceNotFound } from './errors.ts';
import { AsyncQueue } from './async-queue.ts';
import { Concurrency } from './concurrency.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { functionReference, type FunctionReference } from './function-arn.ts';
import { MappingControl } from './mappings/mapping-control.ts';
import { Runner, type RunOptions } from './runner.ts';
import { LambdaStore } from './store.ts';
import { followQualifier, functionNotFound, type Target } from './target.ts';
import type { Surroundings } from '../service.ts';
import type { DestinationSender } from './destinations.ts';
import type { EnvironmentFactory } from './execution-environment.ts';
import type { Completed } from './failure.ts';
import type { FunctionRecord } from './function-record.ts';
import type { MappingHost } from './mappings/mapping-host.ts';
import type { QueueSource } from './mappings/queue-source.ts';
import type { StreamPosition, StreamSource } from './mappings/stream-source.ts';

export interface LambdaPorts {
  readonly environments: EnvironmentFactory;
  readonly queues?: QueueSource | undefined;
  readonly streams?: StreamSource | undefined;
  readonly destinations?: DestinationSender | undefined;
  /** May refuse an invocation with `TooManyRequestsException`. */
  readonly admit?: ((functionName: string) => void) | undefined;
}

export interface LambdaOptions {
  /** @default 1000 - AWS's default quota */
  readonly accountConcurrency?: number;
  /**
   * After how long an unused environment is stopped.
   *
   * @default 300000
   */
  readonly idleMilliseconds?: number;
  /**
   * Whether the machine has no core to spare: then invocations wait for a busy environment for a while. AWS, which always
   * has cores to spare, starts another one at once.
   *
   * @default - every invocation that finds no idle environment starts one
   */
  readonly saturated?: () => boolean;
  /**
   * How long a mapping takes to be created, enabled, disabled or deleted.
   *
   * @default 1000
   */
  readonly transitionMilliseconds?: number;
}

/** AWS Lambda: functions, their invocations, and the mappings that feed them. Knows no process, thread or real time. */
export class Lambda implements MappingHost {
  readonly surroundings: Surroundings;
  readonly store = new LambdaStore();
  readonly destinations: DestinationSender | undefined;
  readonly queues: QueueSource | undefined;
  readonly streams: StreamSource | undefined;
  readonly concurrency: Concurrency;
  readonly asyncQueue: AsyncQueue;
  readonly mappings: MappingControl;
  readonly #pool: EnvironmentPool;
  readonly #runner: Runner;

  constructor(surroundings: Surroundings, ports: LambdaPorts, options: LambdaOptions = {}) {
    this.surroundings = surroundings;
    this.destinations = ports.destinations;
    this.queues = ports.queues;
    this.streams = ports.streams;
    this.concurrency = new Concurrency(this.store, options.accountConcurrency ?? 1000);
    this.#pool = new EnvironmentPool(surroundings, ports.environments, {
      idleMilliseconds: options.idleMilliseconds ?? 300_000,
      saturated: options.saturated,
    });
    this.#runner = new Runner(surroundings, this.#pool, this.concurrency, ports.admit);
    this.asyncQueue = new AsyncQueue(surroundings, this.store, this, ports.destinations);
    this.mappings = new MappingControl(this, this.store, ports, options.transitionMilliseconds ?? 1000);
  }

  /** Environments that exist, by use. */
  get environments(): { readonly idle: number; readonly busy: number } {
    return this.#pool.size;
  }

  functionArn(name: string): string {
    return `arn:aws:lambda:${this.surroundings.region}:${this.surroundings.accountId}:function:${name}`;
  }

  /**
   * @param qualifier that it was asked for by, which the error names
   * @throws AwsError `ResourceNotFoundException`
   */
  record(name: string, qualifier?: string): FunctionRecord {
    const record = this.store.functions.get(name);
    const arn = this.functionArn(name);
    if (record === undefined) throw functionNotFound(qualifier === undefined ? arn : `${arn}:${qualifier}`);
    return record;
  }

  /** @throws AwsError `ResourceNotFoundException` for an ARN of another region */
  reference(functionName: string | undefined, qualifier?: string): FunctionReference {
    const reference = functionReference(functionName, qualifier);
    const { region } = this.surroundings;
    if (reference.region === undefined || reference.region === region) return reference;
    throw resourceNotFound(`Functions from '${reference.region}' are not reachable in this region ('${region}')`);
  }

  /** @param functionName name, partial ARN or ARN, with or without a qualifier */
  resolve(functionName: string, qualifier?: string): Target {
    const reference = this.reference(functionName, qualifier);
    return followQualifier(this.record(reference.name, reference.qualifier), reference, this.surroundings.random);
  }

  /**
   * Runs a function and waits for its end. Handler failures are answers (`functionError`), not exceptions.
   *
   * @param event a JSON value
   * @throws AwsError `TooManyRequestsException` where concurrency is used up
   */
  run(target: Target, event: unknown, options: RunOptions): Promise<Completed> {
    return this.#runner.run(target, event, options);
  }

  /** Makes one idle environment, so that the next invocation starts warm. */
  async prewarm(functionName: string): Promise<void> {
    await this.#pool.prewarm(this.resolve(functionName).settings);
  }

  /**
   * The function's code changed in place: the next invocation uses a fresh environment, busy ones finish.
   *
   * @param code where it moved, if it did
   */
  updateCode(functionName: string, code?: { readonly codePath: string; readonly codeSha256?: string }): void {
    const record = this.record(functionName);
    const { random, clock, journal } = this.surroundings;
    const latest = { ...record.latest, ...code, revisionId: random.uuid(), lastModified: lambdaTime(clock.now()) };
    this.store.put('functions', functionName, { ...record, latest });
    journal({ service: 'lambda', event: 'code-updated', resource: latest.functionArn, codePath: latest.codePath });
    this.#pool.retire(functionName, 'updated');
  }

  /** Replaces a function's record; environments of an older revision serve no new invocation. */
  putFunction(record: FunctionRecord): void {
    const name = record.latest.functionName;
    const before = this.store.functions.get(name);
    this.store.put('functions', name, record);
    if (before !== undefined && before.latest.revisionId !== record.latest.revisionId) {
      this.#pool.retire(name, 'updated');
    }
  }

  deleteFunction(name: string): void {
    this.store.delete('functions', name);
    this.#pool.retire(name, 'deleted');
  }

  processed(uuid: string, result: string): void {
    const mapping = this.store.mappings.get(uuid);
    if (mapping === undefined || mapping.lastProcessingResult === result) return;
    this.store.put('mappings', uuid, { ...mapping, lastProcessingResult: result });
  }

  checkpoint(uuid: string, shardId: string): StreamPosition | undefined {
    const saved = this.store.checkpoints.get(`${uuid}/${shardId}`);
    return saved === undefined || saved === 'TRIM_HORIZON' ? saved : { after: saved };
  }

  saveCheckpoint(uuid: string, shardId: string, sequenceNumber: string): void {
    if (!this.store.mappings.has(uuid)) return;
    this.store.put('checkpoints', `${uuid}/${shardId}`, sequenceNumber);
    if (sequenceNumber !== 'TRIM_HORIZON') {
      this.surroundings.journal({
        service: 'lambda',
        event: 'checkpointed',
        resource: shardId,
        mapping: uuid,
        sequenceNumber,
      });
    }
  }

  report(error: unknown, resource: string): void {
    this.surroundings.journal({ service: 'lambda', event: 'fault', resource, error });
  }

  /** Takes up the work of a restored store. */
  resume(): void {
    this.mappings.resume();
    this.asyncQueue.resume();
  }

  /** Stops polling and every environment, busy or not. */
  stop(): void {
    this.mappings.stop();
    this.#pool.stop();
  }
}

/** A time as Lambda writes it: `2026-01-01T00:00:00.000+0000`. */
export function lambdaTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

/** Parses an event that came as text. */
export function parseEvent(text: string): unknown {
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${why}`, {
      cause,
      fields: { Type: 'User' },
    });
  }
}
