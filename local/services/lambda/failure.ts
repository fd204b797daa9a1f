import type { Outcome } from './execution-environment.ts';

/** What a caller of `Invoke` gets: HTTP 200, with `functionError` where the handler failed. */
export interface Completed {
  /** JSON text. */
  readonly payload: string;
  readonly functionError?: 'Unhandled';
  readonly executedVersion: string;
  readonly requestId: string;
  readonly outcome: Outcome['kind'];
  readonly logTail?: string;
}

/** Sync request and response. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const SYNC_LIMIT_BYTES = 6 * 1024 * 1024;
/** Asynchronous event. */
export const ASYNC_LIMIT_BYTES = 1024 * 1024;

const RESPONSE_LIMIT_BYTES = SYNC_LIMIT_BYTES + 100;

/** The error object Lambda puts in the payload for each way an invocation can fail, or undefined if it did not. */
export function failurePayload(outcome: Outcome, requestId: string, timeoutSeconds: number): string | undefined {
  switch (outcome.kind) {
    case 'ok':
      if (outcome.payload.length <= SYNC_LIMIT_BYTES / 3) return undefined;
      if (Buffer.byteLength(outcome.payload) <= RESPONSE_LIMIT_BYTES) return undefined;
      return JSON.stringify({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`,
      });
    case 'error':
      return JSON.stringify({
        errorType: outcome.errorType,
        errorMessage: outcome.errorMessage,
        trace: outcome.stack,
      });
    case 'timeout':
      return JSON.stringify({
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
      });
    case 'crash':
      return JSON.stringify(crash(outcome, requestId));
  }
}

function crash(outcome: Outcome & { kind: 'crash' }, requestId: string): { errorType: string; errorMessage: string } {
  if (outcome.reason === 'out-of-memory') {
    return {
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    };
  }
  const how =
    outcome.reason === 'killed'
      ? 'with error: signal: killed'
      : (outcome.exitCode ?? 0) === 0
        ? 'without providing a reason'
        : `with error: exit status ${outcome.exitCode}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: Runtime exited ${how}` };
}
