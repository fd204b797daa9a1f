import { timeline } from './timeline.ts';
import type { Shrunk } from './shrink.ts';
import type { Tally } from './tally.ts';

/** Sums in words and columns. */
export function summary({ runs, failed, counts, injected }: Tally, milliseconds: number): string {
  const perMinute = milliseconds === 0 ? 0 : Math.round((runs / milliseconds) * 60_000);
  return [
    `${runs} seeds, ${failed} failed, ${perMinute} seeds a minute`,
    '',
    'orders',
    ...columns(counts),
    '',
    'faults injected',
    ...columns(injected),
  ].join('\n');
}

function columns(values: Readonly<Record<string, number>>): string[] {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values).map(([name, value]) => `  ${name.padEnd(width)}  ${String(value).padStart(8)}`);
}

/** What was broken, how to see it again, and the history of the order concerned. */
export function failureReport(seed: number, { faults, orders, result }: Shrunk): string {
  const { id, what } = result.violations[0]!;
  const orderId = /[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(what)?.[0];
  return [
    `seed ${seed} breaks ${id}: ${what}`,
    ...result.violations.slice(1, 6).map((violation) => `  also ${violation.id}: ${violation.what}`),
    `again: npm run simulate -- --seed ${seed} --orders ${orders} --faults ${faults.join(',') || 'none'}`,
    ...(orderId === undefined ? [] : ['', timeline(result.world, orderId)]),
  ].join('\n');
}
