import { AwsError } from '../aws-error.ts';
import { invalidMember } from './errors.ts';

/** @throws AwsError `ValidationException` for a member that AWS requires and the caller left out */
export function required<T>(name: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

/** Checks a whole number's bounds, both included; undefined passes. */
export function inRange(name: string, value: number, least: number, most: number): number;
export function inRange(name: string, value: number | undefined, least: number, most: number): number | undefined;
export function inRange(name: string, value: number | undefined, least: number, most: number): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
  const bound = value > most ? `less than or equal to ${most}` : `greater than or equal to ${least}`;
  throw invalidMember(name, value, `have value ${bound}`);
}
