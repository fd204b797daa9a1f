/** What went wrong with a message, in the few kinds that a consumer tells apart. Everything else counts as `RetryLater`. */
export class MessagingError extends Error {
  override readonly name: string = 'MessagingError';
}

export interface RetryLaterOptions extends ErrorOptions {
  /** Wait at least this long, such as a provider's Retry-After. */
  readonly delaySeconds?: number;
}

/** The message may succeed later: it goes back to its queue and rests there. */
export class RetryLater extends MessagingError {
  override readonly name: string = 'RetryLater';
  readonly delaySeconds: number | undefined;

  constructor(message: string, options: RetryLaterOptions = {}) {
    super(message, options);
    this.delaySeconds = options.delaySeconds;
  }
}

export interface RejectOptions extends ErrorOptions {
  /** A stable word for the dead-letter queue, the failure record and the operator: `invalid-message`. */
  readonly reason: string;
}

/** The message can never succeed: it goes to the dead-letter queue at once, with its reason. */
export class Reject extends MessagingError {
  override readonly name: string = 'Reject';
  readonly reason: string;

  constructor(message: string, options: RejectOptions) {
    super(message, options);
    this.reason = options.reason;
  }
}

/** A downstream is known to be down: nothing was tried, nothing is wrong with the message. */
export class CircuitOpen extends RetryLater {
  override readonly name = 'CircuitOpen';
}

/** The error's class and text for records and logs; never its stack or cause, which may quote data. */
export function describe(error: unknown): { readonly errorType: string; readonly message: string } {
  if (error instanceof Error) return { errorType: error.name, message: error.message.slice(0, 500) };
  return { errorType: typeof error, message: 'A value that is no Error was thrown' };
}
