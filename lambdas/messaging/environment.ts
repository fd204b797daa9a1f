import { environment, type EnvironmentKey } from '../../contracts/environment.ts';

/**
 * A variable that the stack must have set. Read it while the module loads, so that a wrong deployment fails at once and
 * by name, not message by message.
 *
 * @throws Error naming the variable
 */
export function required(key: EnvironmentKey): string {
  const value = process.env[environment[key]];
  if (value === undefined || value === '') throw new Error(`Environment variable ${environment[key]} is not set`);
  return value;
}

export function optional(key: EnvironmentKey): string | undefined {
  const value = process.env[environment[key]];
  return value === '' ? undefined : value;
}

/** @throws Error naming the variable where it is unset or no whole number above 0 */
export function requiredCount(key: EnvironmentKey): number {
  const value = Number(required(key));
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(
      `Environment variable ${environment[key]} must be a whole number above 0, got ${process.env[environment[key]]}`,
    );
  }
  return value;
}
