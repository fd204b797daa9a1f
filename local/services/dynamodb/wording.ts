import { AwsError } from '../aws-error.ts';

/** A refusal in the words of AWS's older checks, which knows those of its newer ones too. */
export class Reworded extends AwsError {
  readonly newer: string;

  constructor(older: string, newer: string, options: ErrorOptions = {}) {
    super('ValidationException', older, options);
    this.newer = newer;
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
