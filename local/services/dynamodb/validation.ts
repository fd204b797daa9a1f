import { AwsError } from '../aws-error.ts';

/** DynamoDB's answer to a request that can never succeed. */
export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** Wrong whatever the tables hold: a transaction with such an operation is refused before it begins. */
export class Malformed extends AwsError {
  constructor(message: string) {
    super('ValidationException', message);
  }
}

export function invalidParameter(detail: string): AwsError {
  return validation(`One or more parameter values were invalid: ${detail}`);
}

/** The first name that stands there a second time. */
export function duplicateIn<Name>(names: readonly Name[]): Name | undefined {
  return names.find((name, index) => names.indexOf(name) < index);
}

/** Collects the constraint failures of one request, which AWS reports together. */
export class Constraints {
  readonly #failures: string[] = [];

  check(holds: boolean, value: unknown, at: string, constraint: string): this {
    if (!holds && this.#failures.length < 10) {
      this.#failures.push(`Value ${shown(value)} at '${at}' failed to satisfy constraint: ${constraint}`);
    }
    return this;
  }

  /** As `check`, in the words of AWS's newer framework, which does not repeat the value. */
  reported(holds: boolean, at: string, constraint: string): this {
    if (!holds) this.#failures.push(`Value at '${at}' failed to satisfy constraint: ${constraint}`);
    return this;
  }

  /** As `length`, in the same words. */
  size(count: number, at: string, least: number, most: number): this {
    return this.reported(count >= least, at, `Member must have length greater than or equal to ${least}`).reported(
      count <= most,
      at,
      `Member must have length less than or equal to ${most}`,
    );
  }

  required(value: unknown, at: string): this {
    return this.check(value !== undefined && value !== null, undefined, at, 'Member must not be null');
  }

  oneOf(value: unknown, at: string, allowed: readonly string[]): this {
    if (value === undefined || value === null) return this;
    return this.check(
      allowed.includes(value as string),
      value,
      at,
      `Member must satisfy enum value set: [${allowed.join(', ')}]`,
    );
  }

  atLeast(value: number | undefined, at: string, least: number): this {
    if (value === undefined || value === null) return this;
    return this.check(value >= least, value, at, `Member must have value greater than or equal to ${least}`);
  }

  atMost(value: number | undefined, at: string, most: number): this {
    if (value === undefined || value === null) return this;
    return this.check(value <= most, value, at, `Member must have value less than or equal to ${most}`);
  }

  /** @param quoted how messages show the value */
  length(
    value: string | readonly unknown[] | undefined,
    at: string,
    least: number,
    most: number,
    quoted: unknown = value,
  ): this {
    if (value === undefined || value === null) return this;
    this.check(value.length >= least, quoted, at, `Member must have length greater than or equal to ${least}`);
    return this.check(value.length <= most, quoted, at, `Member must have length less than or equal to ${most}`);
  }

  pattern(value: string | undefined, at: string, pattern: string): this {
    if (value === undefined || value === null) return this;
    return this.check(
      new RegExp(`^${pattern}$`, 'u').test(value),
      value,
      at,
      `Member must satisfy regular expression pattern: ${pattern}`,
    );
  }

  /** What a table or an index may be called. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.NamingRules */
  name(value: string | undefined, at: string): this {
    return this.length(value, at, 3, 255).pattern(value, at, '[a-zA-Z0-9_.-]+');
  }

  get failed(): boolean {
    return this.#failures.length > 0;
  }

  /** @throws AwsError `ValidationException` naming every failure */
  throwIfAny(): void {
    const count = this.#failures.length;
    if (count === 0) return;
    throw validation(`${count} validation error${count > 1 ? 's' : ''} detected: ${this.#failures.join('; ')}`);
  }
}

function shown(value: unknown): string {
  return value === undefined || value === null ? 'null' : `'${display(value)}'`;
}

/** As Java writes maps and lists. */
export function display(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(display).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}=${display(member)}`)
    .join(', ')}}`;
}
