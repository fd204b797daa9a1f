import { fieldValue, fieldValues, type FieldRange } from './cron-field.ts';

/** The days of a month that a field means, ascending. @param month 1 to 12 */
export type Days = (year: number, month: number) => readonly number[];

const weekdays: FieldRange = { least: 1, most: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const dates: FieldRange = { least: 1, most: 31 };

/**
 * Day-of-month: numbers, `L` for the last day, `15W` for the weekday nearest to the 15th, `LW` for the last weekday.
 *
 * @returns undefined for what is no such field
 */
export function daysOfMonth(text: string): Days | undefined {
  if (text === 'L') return (year, month) => [lastDay(year, month)];
  if (text === 'LW') return (year, month) => [nearestWeekday(year, month, lastDay(year, month))];
  const near = fieldValue(/^(\d+)W$/.exec(text)?.[1] ?? '', dates);
  if (near !== undefined)
    return (year, month) => (near > lastDay(year, month) ? [] : [nearestWeekday(year, month, near)]);
  const values = fieldValues(text, dates);
  return values && ((year, month) => daysWhere(year, month, (day) => values.has(day)));
}

/**
 * Day-of-week, 1 or SUN to 7 or SAT: numbers, `L` for Saturday, `6L` for the last Friday, `3#2` for the second Tuesday.
 *
 * @returns undefined for what is no such field
 */
export function daysOfWeek(text: string): Days | undefined {
  const [, lastOf] = /^(\w+)L$/i.exec(text) ?? [];
  if (lastOf !== undefined) {
    const wanted = fieldValue(lastOf, weekdays);
    return wanted === undefined
      ? undefined
      : (year, month) =>
          daysWhere(year, month, (day) => weekday(year, month, day) === wanted && day + 7 > lastDay(year, month));
  }
  const [, name, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (name !== undefined) {
    const wanted = fieldValue(name, weekdays);
    return wanted === undefined
      ? undefined
      : (year, month) =>
          daysWhere(year, month, (day) => weekday(year, month, day) === wanted && Math.ceil(day / 7) === Number(nth));
  }
  const values = text === 'L' ? new Set([7]) : fieldValues(text, weekdays);
  return values && ((year, month) => daysWhere(year, month, (day) => values.has(weekday(year, month, day))));
}

function daysWhere(year: number, month: number, holds: (day: number) => boolean): number[] {
  return Array.from({ length: lastDay(year, month) }, (_none, index) => index + 1).filter(holds);
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1 is Sunday. */
function weekday(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

/** Within the month: the weekday nearest to Sunday the 31st is Friday the 29th. */
function nearestWeekday(year: number, month: number, day: number): number {
  const which = weekday(year, month, day);
  if (which === 7) return day === 1 ? 3 : day - 1;
  if (which === 1) return day === lastDay(year, month) ? day - 2 : day + 1;
  return day;
}
