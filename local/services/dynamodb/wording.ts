import { AwsError } from '../aws-error.ts';

/** A refusal in the words of AWS's older checks, which knows those of its newer ones too. */
export class Reworded extends AwsError {
  readonly newer: string;

  constructor(older: string, newer: string, options: ErrorOptions = {}) {
    super('ValidationException', older, options);
    this.newer = newer;
  }
}

/** Runs the checks that come before the table is looked up in a write of one item: their refusals are counted. */
export function counted<T>(check: () => T): T {
  try {
    return check();
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.code !== 'ValidationException') throw cause;
    const message = cause instanceof Reworded ? cause.newer : cause.message;
    throw new AwsError(cause.code, `1 validation error detected: ${message}`, { cause });
  }
}

/** An action that AWS moved to its newer checks. */
export function inNewerWords<Arguments extends readonly unknown[], Output>(
  action: (...given: Arguments) => Output,
): (...given: Arguments) => Output {
  return (...given) => {
    try {
      return action(...given);
    } catch (cause) {
      if (cause instanceof Reworded) throw new AwsError(cause.code, cause.newer, { cause });
      throw cause;
    }
  };
}
