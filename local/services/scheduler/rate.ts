const unitMilliseconds: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between runs of `rate(5 minutes)`.
 *
 * @throws Error for any other expression
 */
export function rateMilliseconds(expression: string): number {
  const [, value, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (value === undefined || unit === undefined || Number(value) < 1)
    throw new Error(`Schedule expression ${expression} is not simulated`);
  return Number(value) * unitMilliseconds[unit]!;
}
