import type { FunctionSettings } from './function-record.ts';

/** What one invocation brings with it beyond its event. */
export interface Invocation {
  readonly requestId: string;
  /** Milliseconds since the epoch on the runtime's clock; past it the environment must answer `timeout`. */
  readonly deadline: number;
  /** With the qualifier it was called by, if any: what the handler sees as `context.invokedFunctionArn`. */
  readonly functionArn: string;
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly memoryMb: number;
  readonly logGroup: string;
  /** An X-Ray trace header: `Root=1-…;Parent=…;Sampled=0`. */
  readonly traceId: string;
  /** Base64 JSON, as a caller of `Invoke` may send it. */
  readonly clientContext?: string;
}

/** How an invocation ended. */
export type Outcome =
  | {
      readonly kind: 'ok';
      /** JSON text as the runtime posts it: `null` where the handler returned nothing. */
      readonly payload: string;
    }
  | {
      readonly kind: 'error';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly stack: readonly string[];
      /** The environment cannot go on: it failed while loading, or an exception escaped the handler. */
      readonly fatal?: boolean;
    }
  | { readonly kind: 'timeout' }
  | {
      readonly kind: 'crash';
      readonly reason: 'exit' | 'out-of-memory' | 'killed';
      readonly exitCode?: number;
    };

/**
 * One sandbox of a function. The engine gives it one invocation at a time, reuses it while outcomes leave it usable,
 * and stops it after a timeout, a crash, a fatal error, a change of code, or a long idle time.
 */
export interface ExecutionEnvironment {
  /** Loads the code. The invocation's deadline counts from its end, as the init phase is not billed to the timeout. */
  start?(): Promise<void>;
  /**
   * Never rejects for what the handler does. The handler must get its own copy of `event`.
   *
   * @param event a JSON value
   */
  invoke(event: unknown, invocation: Invocation): Promise<Outcome>;
  stop(): void;
  /** False once it died by itself while idle. */
  readonly alive?: boolean;
  /** The end of what an invocation logged, for `LogType: Tail`; at most 4 KB. */
  logTail?(requestId: string): string;
}

/** Makes a fresh environment; it should do its costly work in `start`. */
export type EnvironmentFactory = (fn: FunctionSettings) => ExecutionEnvironment;
