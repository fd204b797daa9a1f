/** An event accepted for asynchronous invocation, until it succeeded or was given up. */
export interface AsyncEvent {
  readonly requestId: string;
  readonly functionName: string;
  readonly qualifier?: string | undefined;
  readonly payload: unknown;
  readonly traceId?: string | undefined;
  /** Milliseconds since the epoch, as the next. */
  readonly acceptedAt: number;
  readonly dueAt: number;
  /** Invocations that ran and failed. */
  readonly failures: number;
  /** Tries in a row that were throttled before they ran. */
  readonly throttles: number;
}
