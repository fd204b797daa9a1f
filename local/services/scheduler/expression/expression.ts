import { cron } from './cron.ts';
import { Zone } from './zone.ts';
import type { Occurrences } from './occurrences.ts';

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** What a schedule expression means before it is known when it starts. */
export type Expression =
  | { readonly kind: 'at'; readonly at: number | undefined }
  | { readonly kind: 'rate'; readonly milliseconds: number; readonly singular: boolean }
  | { readonly kind: 'cron'; readonly occurrences: Occurrences };

/**
 * `at(2026-01-01T09:00:00)`, `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`.
 *
 * @param zoneName IANA name of the zone that `at` and `cron` are read in
 * @returns undefined for what is no such expression
 * @throws RangeError for a zone that is not known
 */
export function parseExpression(text: string, zoneName = 'UTC'): Expression | undefined {
  const zone = new Zone(zoneName);
  const [, kind, inside = ''] = /^(at|rate|cron)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'at') return oneTime(inside, zone);
  if (kind === 'rate') return rate(inside);
  const occurrences = kind === 'cron' ? cron(inside, zone) : undefined;
  return occurrences && { kind: 'cron', occurrences };
}

function oneTime(inside: string, zone: Zone): Expression | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inside)) return undefined;
  const local = Date.parse(`${inside}Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== inside) return undefined;
  return { kind: 'at', at: zone.toInstant(local) };
}

function rate(inside: string): Expression | undefined {
  const [, value = '', unit = '', plural] = /^([1-9]\d*)\s+(minute|hour|day)(s)?$/.exec(inside) ?? [];
  const milliseconds = Number(value) * (units[unit] ?? Number.NaN);
  return Number.isSafeInteger(milliseconds)
    ? { kind: 'rate', milliseconds, singular: plural === undefined }
    : undefined;
}

/** Occurrences at a fixed rate, the first of them at `from`. */
export function atRate(milliseconds: number, from: number): Occurrences {
  return {
    next: (after) => (after < from ? from : from + (Math.floor((after - from) / milliseconds) + 1) * milliseconds),
  };
}

export function once(at: number | undefined): Occurrences {
  return { next: (after) => (at !== undefined && at > after ? at : undefined) };
}
