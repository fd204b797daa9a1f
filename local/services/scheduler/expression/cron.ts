import { daysOfMonth, daysOfWeek, type Days } from './cron-days.ts';
import { fieldValues, type FieldRange } from './cron-field.ts';
import type { Occurrences } from './occurrences.ts';
import type { LocalTime, Zone } from './zone.ts';

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const ranges = {
  minutes: { least: 0, most: 59 },
  hours: { least: 0, most: 23 },
  months: { least: 1, most: 12, names: months },
  years: { least: 1970, most: 2199 },
} satisfies Record<string, FieldRange>;

/**
 * Six fields: minutes, hours, day-of-month, month, day-of-week, year; one of the two days must be `?`. A time that a
 * change of the clocks skips is not an occurrence, one that it repeats is one only the first time
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based).
 *
 * @returns undefined for what is no such expression
 */
export function cron(fields: string, zone: Zone): Occurrences | undefined {
  const parts = fields.trim().split(/\s+/);
  if (parts.length !== 6) return undefined;
  const [minute = '', hour = '', date = '', month = '', weekday = '', year = ''] = parts;
  const calendar = {
    minutes: ascending(fieldValues(minute, ranges.minutes)),
    hours: ascending(fieldValues(hour, ranges.hours)),
    days: days(date, weekday),
    months: ascending(fieldValues(month, ranges.months)),
    years: ascending(fieldValues(year, ranges.years)),
  };
  if (!isComplete(calendar)) return undefined;
  return {
    next(after) {
      for (const local of localTimes(calendar, zone.toLocal(after))) {
        const at = zone.toInstant(local);
        if (at !== undefined && at > after) return at;
      }
      return undefined;
    },
  };
}

interface Calendar {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: Days;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

function isComplete(calendar: {
  readonly [Field in keyof Calendar]: Calendar[Field] | undefined;
}): calendar is Calendar {
  return Object.values(calendar).every((field) => field !== undefined);
}

function days(date: string, weekday: string): Days | undefined {
  if ((date === '?') === (weekday === '?')) return undefined;
  return date === '?' ? daysOfWeek(weekday) : daysOfMonth(date);
}

function ascending(values: ReadonlySet<number> | undefined): readonly number[] | undefined {
  return values && [...values].toSorted((a, b) => a - b);
}

/** Every time of the calendar from the day of `from` on. */
function* localTimes({ minutes, hours, days, months, years }: Calendar, from: LocalTime): Generator<LocalTime> {
  const first = new Date(from);
  const month0 = Date.UTC(first.getUTCFullYear(), first.getUTCMonth());
  const day0 = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate());
  for (const year of years) {
    for (const month of months) {
      if (Date.UTC(year, month - 1) < month0) continue;
      for (const day of days(year, month)) {
        if (Date.UTC(year, month - 1, day) < day0) continue;
        for (const hour of hours) for (const minute of minutes) yield Date.UTC(year, month - 1, day, hour, minute);
      }
    }
  }
}
