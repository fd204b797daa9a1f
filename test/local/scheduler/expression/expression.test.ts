import { describe, expect, test } from 'vitest';
import { parseExpression, once } from '../../../../local/services/scheduler/expression/expression.ts';
import type { Occurrences } from '../../../../local/services/scheduler/expression/occurrences.ts';

function occurrences(text: string, zone?: string): Occurrences {
  const parsed = parseExpression(text, zone)!;
  if (parsed.kind === 'rate') throw new Error('a rate has no fixed start');
  return parsed.kind === 'at' ? once(parsed.at) : parsed.occurrences;
}

/** The first `count` times after `from`, `2026-01-05T09:00`. */
function times(text: string, from: string, count: number, zone?: string): string[] {
  const found: string[] = [];
  const plan = occurrences(text, zone);
  for (let at = plan.next(Date.parse(`${from}Z`)); at !== undefined && found.length < count; at = plan.next(at))
    found.push(new Date(at).toISOString().slice(0, 16));
  return found;
}

describe('cron', () => {
  test.each([
    ['every minute', 'cron(* * * * ? *)', ['2026-01-01T00:01', '2026-01-01T00:02']],
    ['a time each day', 'cron(15 12 * * ? *)', ['2026-01-01T12:15', '2026-01-02T12:15']],
    ['steps', 'cron(0/20 3 * * ? *)', ['2026-01-01T03:00', '2026-01-01T03:20', '2026-01-01T03:40', '2026-01-02T03:00']],
    [
      'steps of a range',
      'cron(10-30/10 3 1 * ? *)',
      ['2026-01-01T03:10', '2026-01-01T03:20', '2026-01-01T03:30', '2026-02-01T03:10'],
    ],
    [
      'lists and ranges',
      'cron(0 1,3-4 1 1 ? *)',
      ['2026-01-01T01:00', '2026-01-01T03:00', '2026-01-01T04:00', '2027-01-01T01:00'],
    ],
    ['names of months', 'cron(0 0 1 FEB,aug ? *)', ['2026-02-01T00:00', '2026-08-01T00:00', '2027-02-01T00:00']],
    ['names of weekdays', 'cron(0 18 ? * MON-FRI *)', ['2026-01-01T18:00', '2026-01-02T18:00', '2026-01-05T18:00']],
    ['numbers of weekdays, where 1 is Sunday', 'cron(0 0 ? * 1 *)', ['2026-01-04T00:00', '2026-01-11T00:00']],
    [
      'a range over the end of the week',
      'cron(0 0 ? * SAT-SUN *)',
      ['2026-01-03T00:00', '2026-01-04T00:00', '2026-01-10T00:00'],
    ],
    ['the last day of a month', 'cron(0 0 L * ? *)', ['2026-01-31T00:00', '2026-02-28T00:00', '2026-03-31T00:00']],
    ['the last weekday of a month', 'cron(0 0 LW * ? *)', ['2026-01-30T00:00', '2026-02-27T00:00', '2026-03-31T00:00']],
    [
      'the weekday nearest to a day',
      'cron(0 0 15W 2,3,8 ? *)',
      ['2026-02-16T00:00', '2026-03-16T00:00', '2026-08-14T00:00'],
    ],
    ['the weekday nearest to the first, within the month', 'cron(0 0 1W 8 ? *)', ['2026-08-03T00:00']],
    ['the last Friday', 'cron(0 0 ? * 6L *)', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['the last day of a week', 'cron(0 0 ? * L *)', ['2026-01-03T00:00', '2026-01-10T00:00']],
    ['the second Tuesday', 'cron(0 9 ? * 3#2 *)', ['2026-01-13T09:00', '2026-02-10T09:00']],
    ['a fifth Thursday, in months that have one', 'cron(0 0 ? * THU#5 *)', ['2026-01-29T00:00', '2026-04-30T00:00']],
    ['a day that some months lack', 'cron(0 0 31 * ? *)', ['2026-01-31T00:00', '2026-03-31T00:00']],
    ['a leap day', 'cron(0 0 29 2 ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['given years', 'cron(0 0 1 1 ? 2027/2)', ['2027-01-01T00:00', '2029-01-01T00:00']],
  ])('reads %s', (_title, text, expected) => {
    expect(times(text, '2026-01-01T00:00:00', expected.length)).toEqual(expected);
  });

  test('ends with its last year, and never comes if its day never does', () => {
    expect(times('cron(0 0 1 1 ? 2026-2027)', '2026-06-01T00:00:00', 5)).toEqual(['2027-01-01T00:00']);
    expect(times('cron(0 0 30 2 ? *)', '2026-01-01T00:00:00', 1)).toEqual([]);
    expect(times('cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00', 1)).toEqual([]);
  });

  test.each([
    'cron(0 10 * * *)',
    'cron(0 10 * * ? * *)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 1 * 2 *)',
    'cron(60 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 0 0 * ? *)',
    'cron(0 0 1 13 ? *)',
    'cron(0 0 ? * 8 *)',
    'cron(0 0 ? * MON#6 *)',
    'cron(0 0 ? * 3#1,6#3 *)',
    'cron(0 0 1 1 ? 1969)',
    'cron(0/0 0 1 1 ? *)',
    'cron(a 0 1 1 ? *)',
    'cron(0 0 32W * ? *)',
    'cron(1- 0 1 * ? *)',
  ])('%s is none', (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });
});

describe('time zones', () => {
  const daily = 'cron(30 2 * * ? *)';

  test('move with daylight saving', () => {
    expect(times('cron(0 9 * * ? *)', '2026-03-07T15:00:00', 2, 'America/New_York')).toEqual([
      '2026-03-08T13:00',
      '2026-03-09T13:00',
    ]);
    expect(times('cron(0 9 * * ? *)', '2026-03-07T00:00:00', 1, 'America/New_York')).toEqual(['2026-03-07T14:00']);
  });

  test('skip a time that the clocks skip in spring', () => {
    expect(times(daily, '2026-03-07T12:00:00', 2, 'America/New_York')).toEqual([
      '2026-03-09T06:30',
      '2026-03-10T06:30',
    ]);
  });

  test('take a time that comes twice in autumn once, the first time', () => {
    const text = 'cron(30 1 * * ? *)';
    expect(times(text, '2026-10-31T12:00:00', 2, 'America/New_York')).toEqual(['2026-11-01T05:30', '2026-11-02T06:30']);
  });

  test('may be ahead by parts of an hour', () => {
    expect(times('cron(0 0 * * ? *)', '2026-01-01T00:00:00', 1, 'Asia/Kathmandu')).toEqual(['2026-01-01T18:15']);
  });

  test('that are not known are refused', () => {
    expect(() => parseExpression('rate(1 minute)', 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('at', () => {
  test('is one instant, in its zone', () => {
    expect(times('at(2026-06-01T09:00:30)', '2026-01-01T00:00:00', 2)).toEqual(['2026-06-01T09:00']);
    expect(times('at(2026-06-01T09:00:00)', '2026-01-01T00:00:00', 2, 'Europe/Berlin')).toEqual(['2026-06-01T07:00']);
  });

  test('in the past never comes', () => {
    expect(times('at(2025-06-01T09:00:00)', '2026-01-01T00:00:00', 1)).toEqual([]);
  });

  test.each([
    'at(2026-06-01)',
    'at(2026-06-01T09:00:00Z)',
    'at(2026-02-30T09:00:00)',
    'at(2026-06-01T24:00:00)',
    'at()',
  ])('%s is none', (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });
});

describe('rate', () => {
  test.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseExpression(text)).toMatchObject({ kind: 'rate', milliseconds });
  });

  test.each(['rate(0 minutes)', 'rate(5)', 'rate(1.5 hours)', 'rate(5 seconds)', 'rate(-1 hours)', 'every 5 minutes'])(
    '%s is none',
    (text) => {
      expect(parseExpression(text)).toBeUndefined();
    },
  );
});
