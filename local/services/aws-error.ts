export interface AwsErrorOptions extends ErrorOptions {
  /** HTTP status, 400 unless told. */
  readonly status?: number;
  /** The code on the query protocol where it differs: `AWS.SimpleQueueService.NonExistentQueue`. */
  readonly queryCode?: string;
  /** Further members of the error shape, such as `CancellationReasons`. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** An error that AWS itself would answer, with its code and status. Anything else that escapes an action is a fault of the simulator (500). */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly queryCode: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, options);
    this.name = code;
    this.code = code;
    this.status = options.status ?? 400;
    this.queryCode = options.queryCode ?? code;
    this.fields = options.fields ?? {};
  }

  /** Whose fault: the caller's below 500. */
  get fault(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver';
  }
}

/** A part of AWS that this simulator does not imitate. It says so rather than pretend. */
export class NotSimulated extends AwsError {
  constructor(what: string) {
    super('NotSimulated', `${what} is not simulated`, { status: 501 });
  }
}
