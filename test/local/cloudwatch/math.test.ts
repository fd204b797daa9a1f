import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Evaluation } from '../../../local/services/cloudwatch/math/evaluate.ts';
import { metricId, MetricStore } from '../../../local/services/cloudwatch/metrics/metric-store.ts';
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Points } from '../../../local/services/cloudwatch/math/value.ts';

const START = Date.UTC(2026, 0, 1);

/** Evaluates an expression over minutes of metrics; undefined is a minute without data. */
function evaluate(expression: string, metrics: Record<string, Points> = {}, length = 4): readonly Points[] {
  const store = new MetricStore();
  const queries: MetricDataQuery[] = Object.entries(metrics).map(([id, points]) => {
    points.forEach((point, step) => {
      if (point !== undefined) store.record(metricId('Test', id), START + step * 60_000, point);
    });
    return { Id: id, MetricStat: { Metric: { Namespace: 'Test', MetricName: id }, Period: 60, Stat: 'Sum' } };
  });
  const evaluation = new Evaluation(store, [...queries, { Id: 'e', Expression: expression }]);
  return evaluation.points('e', { start: START, periodMs: 60_000, length });
}

const m1 = [1, 2, undefined, 4];
const m2 = [10, 20, 30, undefined];

interface Sum {
  readonly text: string;
  readonly value: number;
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

describe('metric math', () => {
  test.each<[string, Points]>([
    ['1 + 2 * 3 - 4 / 2', [5, 5, 5, 5]],
    ['(1 + 2) * 3', [9, 9, 9, 9]],
    ['2 ^ 3 ^ 2', [512, 512, 512, 512]],
    ['-2 ^ 2', [-4, -4, -4, -4]],
    ['m1 + 1', [2, 3, undefined, 5]],
    ['m2 - m1', [9, 18, undefined, undefined]],
    ['m2 / (m1 - 1)', [undefined, 20, undefined, undefined]],
    ['m1 > 1', [0, 1, undefined, 1]],
    ['m1 > 1 AND m1 < 4', [0, 1, undefined, 0]],
    ['m1 == 1 || m1 == 4', [1, 0, undefined, 1]],
    ['IF(m1 > 1, m2, 0)', [0, 20, 0, undefined]],
    ['IF(m1 > 1, m1)', [undefined, 2, undefined, 4]],
    ['FILL(m1, 0)', [1, 2, 0, 4]],
    ['FILL(m1, REPEAT)', [1, 2, 2, 4]],
    ['FILL(m1, LINEAR)', [1, 2, 3, 4]],
    ['DIFF(m1)', [undefined, 1, undefined, 2]],
    ['RATE(m2)', [undefined, 10 / 60, 10 / 60, undefined]],
    ['DIFF_TIME(m1)', [undefined, 60, undefined, 120]],
    ['RUNNING_SUM(m1)', [1, 3, undefined, 7]],
    ['SUM(m1)', [7, 7, 7, 7]],
    ['MAX(m2) - MIN(m2)', [20, 20, 20, 20]],
    ['AVG(m2)', [20, 20, 20, 20]],
    ['SUM([m1, m2])', [11, 22, 30, 4]],
    ['MAX([m1, 3])', [3, 3, 3, 4]],
    ['SUM(METRICS())', [11, 22, 30, 4]],
    ['SUM(METRICS("m2"))', [10, 20, 30, undefined]],
    ['ABS(-m1)', m1],
    ['PERIOD(m1)', [60, 60, 60, 60]],
    ['MINUTE(m1)', [0, 1, 2, 3]],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression, { m1, m2 })).toEqual([expected]);
  });

  test('an array gives one series each', () => {
    expect(evaluate('METRICS() * 2', { m1, m2 })).toEqual([
      [2, 4, undefined, 8],
      [20, 40, 60, undefined],
    ]);
  });

  test.each([
    ['m1 +', "unexpected 'end of expression'"],
    ['(m1', "expected ')', found 'end of expression'"],
    ['m1 m1', "unexpected 'm1'"],
    ['nothing + 1', 'there is no metric with the id nothing'],
    ['FROBNICATE(m1)', 'there is no function FROBNICATE'],
    ['IF(m1)', 'IF takes 2 to 3 arguments, got 1'],
    ['m1 $ 2', "unexpected '$'"],
    ['e + 1', 'e -> e is a circle'],
    ['SEARCH("x", "Sum")', 'The metric math function SEARCH is not simulated'],
  ])('%s is refused', (expression, fault) => {
    expect(() => evaluate(expression, { m1 })).toThrow(fault);
  });

  test('agrees with JavaScript on arithmetic in brackets', () => {
    const { sum } = fc.letrec<{ sum: Sum }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 1, max: 9 }).map((value) => ({ text: String(value), value })),
        fc.tuple(tie('sum'), fc.constantFrom(...Object.keys(ARITHMETIC)), tie('sum')).map(([a, operator, b]) => ({
          text: `(${a.text} ${operator} ${b.text})`,
          value: ARITHMETIC[operator]!(a.value, b.value),
        })),
      ),
    }));
    fc.assert(
      fc.property(sum, ({ text, value }) => {
        expect(evaluate(text, {}, 1)).toEqual([[value]]);
      }),
    );
  });

  test('operators of one rank go from left to right, products before sums', () => {
    const digit = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(digit, digit, digit, digit, (a, b, c, d) => {
        expect(evaluate(`${a} - ${b} * ${c} - ${d}`, {}, 1)).toEqual([[a - b * c - d]]);
      }),
    );
  });
});
