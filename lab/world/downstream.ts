/** One call of a handler to the service that it depends on. */
export interface DownstreamCall {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly function: string;
  readonly operation: string;
  /** What the call is about: a task's or an order's id. */
  readonly subject: string;
  readonly idempotencyKey: string | undefined;
  /** Calls that were under way then, this one included. */
  readonly concurrent: number;
  readonly outcome: Outcome;
}

/**
 * An HTTP status; `crash`: the caller's process dies when it calls; `crash-after`: it was done, and the caller dies
 * before it hears of it.
 */
export type Outcome = number | 'crash' | 'crash-after';

export interface Request {
  readonly at: number;
  readonly operation: string;
  readonly subject: string;
  /** 1 for the first call about this subject. */
  readonly attempt: number;
  /** Calls that are under way, this one included. */
  readonly concurrent: number;
}

/** The service's part in a scenario. */
export interface Downstream {
  readonly answer: (request: Request) => Outcome;
  /**
   * Milliseconds until it answers.
   *
   * @default - 20
   */
  readonly takes?: (request: Request) => number;
}

export const reliable: Downstream = { answer: () => 200 };

/** A request of a function to AWS. */
export interface AwsCall {
  readonly function: string;
  /** `PutItem` */
  readonly action: string;
  /** 1 for the function's first request of that action. */
  readonly nth: number;
}

/** Decides whether the caller dies as soon as its request was carried out. */
export type DiesAfter = (call: AwsCall) => boolean;
