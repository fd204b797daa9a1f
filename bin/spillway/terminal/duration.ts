const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** Seconds in the two units that matter: `45s`, `3m10s`, `2h05m`, `4d12h`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const first = units.findIndex(([, size]) => whole >= size);
  if (first < 0) return '0s';
  const [unit, size] = units[first]!;
  const next = units[first + 1];
  const head = `${Math.floor(whole / size)}${unit}`;
  if (next === undefined) return head;
  return `${head}${String(Math.floor((whole % size) / next[1])).padStart(2, '0')}${next[0]}`;
}

/**
 * Seconds of `90`, `90s`, `15m`, `2h` or `3d`.
 *
 * @throws Error in one line
 */
export function secondsOf(name: string, text: string): number {
  const [, count, unit = 's'] = /^(\d+)([smhd])?$/.exec(text) ?? [];
  const size = units.find(([known]) => known === unit)?.[1];
  if (count === undefined || size === undefined)
    throw new Error(`${name} must be a time such as 90s, 15m, 2h or 3d, got ${text}`);
  return Number(count) * size;
}
