import { failurePayload, type Completed } from './failure.ts';
import type { Surroundings } from '../service.ts';
import type { Concurrency } from './concurrency.ts';
import type { EnvironmentPool } from './environment-pool.ts';
import type { Outcome } from './execution-environment.ts';
import type { Target } from './target.ts';

export interface RunOptions {
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly clientContext?: string | undefined;
  /** What set it off, for the journal: `api`, a mapping's UUID, `async`, a service. */
  readonly source: string;
  /** 1 for the first try. */
  readonly attempt?: number;
  /** Whether the end of its log is wanted. */
  readonly tail?: boolean;
  /** Further facts for the journal, such as message ids. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Runs single invocations: a slot, an environment, an outcome, and the journal's account of it. */
export class Runner {
  readonly #surroundings: Surroundings;
  readonly #pool: EnvironmentPool;
  readonly #concurrency: Concurrency;

  constructor(surroundings: Surroundings, pool: EnvironmentPool, concurrency: Concurrency) {
    this.#surroundings = surroundings;
    this.#pool = pool;
    this.#concurrency = concurrency;
  }

  /**
   * @param event a JSON value
   * @throws AwsError `TooManyRequestsException` where concurrency is used up; nothing ran then
   */
  async run(target: Target, event: unknown, options: RunOptions): Promise<Completed> {
    const { clock, random, journal } = this.#surroundings;
    const { settings, record } = target;
    const requestId = options.requestId ?? random.uuid();
    const entry = { service: 'lambda', resource: target.invokedArn, requestId, source: options.source };
    let release: () => void;
    try {
      release = this.#concurrency.acquire(record);
    } catch (error) {
      journal({ ...entry, ...options.details, event: 'throttled', attempt: options.attempt ?? 1 });
      throw error;
    }
    journal({ ...entry, ...options.details, event: 'invoked', attempt: options.attempt ?? 1 });
    let started = clock.now();
    let outcome: Outcome;
    let logTail: string | undefined;
    try {
      outcome = await this.#pool.use(settings, async (environment) => {
        started = clock.now();
        const ended = await environment.invoke(event, {
          requestId,
          deadline: started + settings.timeoutSeconds * 1000,
          functionArn: target.invokedArn,
          functionName: settings.functionName,
          version: settings.version,
          memoryMb: settings.memoryMb,
          logGroup: settings.logging.LogGroup ?? `/aws/lambda/${settings.functionName}`,
          traceId: options.traceId ?? traceHeader(clock.now(), random),
          ...(options.clientContext !== undefined && { clientContext: options.clientContext }),
        });
        if (options.tail === true) logTail = environment.logTail?.(requestId);
        return ended;
      });
    } finally {
      release();
    }
    const failure = failurePayload(outcome, requestId, settings.timeoutSeconds);
    journal({
      ...entry,
      event: failure === undefined ? 'completed' : 'failed',
      outcome: outcome.kind,
      durationMs: clock.now() - started,
      memoryMb: settings.memoryMb,
      ...(failure !== undefined && { error: failure, reason: reasonOf(outcome) }),
    });
    return {
      payload: failure ?? (outcome as Outcome & { kind: 'ok' }).payload,
      ...(failure !== undefined && { functionError: 'Unhandled' as const }),
      executedVersion: settings.version,
      requestId,
      outcome: outcome.kind,
      ...(logTail !== undefined && { logTail }),
    };
  }
}

function reasonOf(outcome: Outcome): string {
  if (outcome.kind === 'error') return outcome.errorType;
  return outcome.kind === 'crash' ? outcome.reason : outcome.kind;
}

/** A fresh, unsampled X-Ray root. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-traceids */
function traceHeader(now: number, random: Surroundings['random']): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${random.hex(24)};Parent=${random.hex(16)};Sampled=0`;
}
