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
  readonly #admit: ((functionName: string) => void) | undefined;

  constructor(
    surroundings: Surroundings,
    pool: EnvironmentPool,
    concurrency: Concurrency,
    admit?: (functionName: string) => void,
  ) {
    this.#surroundings = surroundings;
    this.#pool = pool;
    this.#concurrency = concurrency;
    this.#admit = admit;
  }

  /**
   * @param event a JSON value
   * @throws AwsError `TooManyRequestsException` where concurrency is used up; nothing ran then
   */
  async run(target: Target, event: unknown, options: RunOptions): Promise<Completed> {
    const { journal, random } = this.#surroundings;
    const requestId = options.requestId ?? random.uuid();
    const entry = { service: 'lambda', resource: target.invokedArn, requestId, source: options.source };
    const attempt = options.attempt ?? 1;
    let release: () => void;
    try {
      this.#admit?.(target.settings.functionName);
      release = this.#concurrency.acquire(target.record);
    } catch (error) {
      journal({ ...entry, ...options.details, event: 'throttled', attempt });
      throw error;
    }
    journal({ ...entry, ...options.details, event: 'invoked', attempt });
    let execution: Execution;
    try {
      execution = await this.#execute(target, event, requestId, options);
    } finally {
      release();
    }
    const { timeoutSeconds, memoryMb, version } = target.settings;
    const { outcome, durationMs, logTail } = execution;
    const failure = failurePayload(outcome, requestId, timeoutSeconds);
    const ended = { ...entry, outcome: outcome.kind, durationMs, memoryMb };
    if (failure === undefined) journal({ ...ended, event: 'completed' });
    else journal({ ...ended, event: 'failed', error: failure, reason: reasonOf(outcome) });
    return {
      payload: failure ?? (outcome as Outcome & { kind: 'ok' }).payload,
      ...(failure !== undefined && { functionError: 'Unhandled' as const }),
      executedVersion: version,
      requestId,
      outcome: outcome.kind,
      ...(logTail !== undefined && { logTail }),
    };
  }

  async #execute(target: Target, event: unknown, requestId: string, options: RunOptions): Promise<Execution> {
    const { clock, random } = this.#surroundings;
    const { settings } = target;
    let started = clock.now();
    let logTail: string | undefined;
    const outcome = await this.#pool.use(settings, async (environment) => {
      // The deadline counts from here: loading the code is not billed to the timeout.
      started = clock.now();
      const ended = await environment.invoke(event, {
        requestId,
        deadline: started + settings.timeoutSeconds * 1000,
        functionArn: target.invokedArn,
        functionName: settings.functionName,
        version: settings.version,
        memoryMb: settings.memoryMb,
        logGroup: settings.logging.LogGroup ?? `/aws/lambda/${settings.functionName}`,
        traceId: options.traceId ?? traceHeader(started, random),
        ...(options.clientContext !== undefined && { clientContext: options.clientContext }),
      });
      if (options.tail === true) logTail = environment.logTail?.(requestId);
      return ended;
    });
    return { outcome, durationMs: clock.now() - started, logTail };
  }
}

interface Execution {
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly logTail: string | undefined;
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
