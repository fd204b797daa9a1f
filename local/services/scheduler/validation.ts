import { AwsError } from '../aws-error.ts';

export function invalid(message: string, cause?: unknown): AwsError {
  return new AwsError('ValidationException', message, { cause });
}

/** @throws AwsError `ValidationException` in the words that AWS's request validation uses */
function violation(member: string, value: string | number | undefined, constraint: string): AwsError {
  const shown = value === undefined ? 'null' : `'${value}'`;
  return invalid(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** A required member. */
export function required<T>(member: string, value: T | null | undefined): T {
  if (value === undefined || value === null) throw violation(member, undefined, 'not be null');
  return value;
}

/** A name of a schedule or a group. */
export function checkName(member: string, value: string | undefined): string {
  const name = checkLength(member, required(member, value), 1, 64);
  if (!/^[0-9a-zA-Z-_.]+$/.test(name))
    throw violation(member, name, 'satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$');
  return name;
}

export function checkLength(member: string, value: string, least: number, most: number): string {
  if (value.length < least) throw violation(member, value, `have length greater than or equal to ${least}`);
  if (value.length > most) throw violation(member, value, `have length less than or equal to ${most}`);
  return value;
}

/** A whole number's bounds, both included; undefined passes. */
export function checkRange(member: string, value: number | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return value;
  if (!Number.isInteger(value) || value < least)
    throw violation(member, value, `have value greater than or equal to ${least}`);
  if (value > most) throw violation(member, value, `have value less than or equal to ${most}`);
  return value;
}

export function checkOneOf<T extends string>(member: string, value: string, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  throw violation(member, value, `satisfy enum value set: [${allowed.join(', ')}]`);
}
