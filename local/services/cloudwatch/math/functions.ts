import { NotSimulated } from '../../aws-error.ts';
import { ExpressionFault } from './tokens.ts';
import { each, pairwise, pointsOf, present, scalar, series, type Grid, type Points, type Value } from './value.ts';

type MathFunction = (given: readonly Value[], grid: Grid) => Value;

const NOT_SIMULATED = [
  'ANOMALY_DETECTION_BAND',
  'SEARCH',
  'INSIGHT_RULE_METRIC',
  'DB_PERF_INSIGHTS',
  'LAMBDA',
  'SERVICE_QUOTA',
  'SORT',
  'SLICE',
  'LOGS',
];

const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: ([value]) => each(value!, Math.abs),
  CEIL: ([value]) => each(value!, Math.ceil),
  FLOOR: ([value]) => each(value!, Math.floor),
  LOG: ([value]) => each(value!, Math.log),
  LOG10: ([value]) => each(value!, Math.log10),
  SUM: reduceBy((points) => points.reduce((sum, point) => sum + point, 0)),
  AVG: reduceBy((points) => points.reduce((sum, point) => sum + point, 0) / points.length),
  MIN: reduceBy((points) => Math.min(...points)),
  MAX: reduceBy((points) => Math.max(...points)),
  STDDEV: reduceBy(standardDeviation),
  DATAPOINT_COUNT: reduceBy((points) => points.length),
  FIRST: ([value]) => pick(value!, 0),
  LAST: ([value]) => pick(value!, -1),
  PERIOD: (_, { periodMs }) => scalar(periodMs / 1000),
  TIME_SERIES: ([value], grid) => series(pointsOf(value!, grid)),
  RUNNING_SUM: ([value], grid) => series(runningSum(pointsOf(value!, grid))),
  DIFF: ([value], grid) => series(difference(pointsOf(value!, grid), (change) => change)),
  DIFF_TIME: ([value], grid) =>
    series(difference(pointsOf(value!, grid), (_, steps) => (steps * grid.periodMs) / 1000)),
  RATE: ([value], grid) =>
    series(difference(pointsOf(value!, grid), (change, steps) => change / ((steps * grid.periodMs) / 1000))),
  FILL: ([value, filling], grid) => fill(value!, filling!, grid),
  IF: ([condition, then, otherwise], grid) => choose(condition!, then!, otherwise, grid),
  EPOCH: (_, grid) => timeOf(grid, (at) => at / 1000),
  MINUTE: (_, grid) => timeOf(grid, (at) => new Date(at).getUTCMinutes()),
  HOUR: (_, grid) => timeOf(grid, (at) => new Date(at).getUTCHours()),
  DAY: (_, grid) => timeOf(grid, (at) => new Date(at).getUTCDay() || 7),
  DATE: (_, grid) => timeOf(grid, (at) => new Date(at).getUTCDate()),
  MONTH: (_, grid) => timeOf(grid, (at) => new Date(at).getUTCMonth() + 1),
  YEAR: (_, grid) => timeOf(grid, (at) => new Date(at).getUTCFullYear()),
};

/** How many arguments a function takes, where it is not one. */
const ARITY: Readonly<Record<string, readonly [least: number, most: number]>> = { FILL: [2, 2], IF: [2, 3] };

/**
 * @throws ExpressionFault for an unknown function or the wrong number of arguments; `NotSimulated`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */
export function mathFunction(name: string, given: number): MathFunction {
  if (NOT_SIMULATED.includes(name)) throw new NotSimulated(`The metric math function ${name}`);
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found === undefined) throw new ExpressionFault(`there is no function ${name}`);
  const [least, most] = ARITY[name] ?? [1, 1];
  if (given < least || given > most)
    throw new ExpressionFault(`${name} takes ${least} to ${most} arguments, got ${given}`);
  return found;
}

/** One series becomes one number; an array becomes one series, step by step. */
function reduceBy(reduce: (points: number[]) => number): MathFunction {
  const of = (points: Points): number | undefined => {
    const known = present(points);
    return known.length === 0 ? undefined : reduce(known);
  };
  return ([value], grid) => {
    if (value!.kind !== 'list') return scalar(of(pointsOf(value!, grid)) ?? Number.NaN);
    const { members } = value!;
    return series(Array.from({ length: grid.length }, (_, step) => of(members.map((member) => member[step]))));
  };
}

function standardDeviation(points: number[]): number {
  const mean = points.reduce((sum, point) => sum + point, 0) / points.length;
  return Math.sqrt(points.reduce((sum, point) => sum + (point - mean) ** 2, 0) / points.length);
}

function pick(value: Value, index: number): Value {
  if (value.kind !== 'list') throw new ExpressionFault('FIRST and LAST take an array of time series');
  return series(value.members.at(index) ?? []);
}

function runningSum(points: Points): Points {
  let sum = 0;
  return points.map((point) => (point === undefined ? undefined : (sum += point)));
}

/** Between each point and the one measured before it, however long before. */
function difference(points: Points, of: (change: number, steps: number) => number): Points {
  let before: number | undefined;
  let at = 0;
  return points.map((point, index) => {
    if (point === undefined) return undefined;
    const result = before === undefined ? undefined : of(point - before, index - at);
    before = point;
    at = index;
    return result;
  });
}

function fill(value: Value, filling: Value, grid: Grid): Value {
  const over = (points: Points): Points => {
    if (filling.kind === 'text')
      return filling.value === 'LINEAR' ? interpolate(points) : repeat(points, filling.value);
    const other = pointsOf(filling, grid);
    return points.map((point, index) => point ?? other[index]);
  };
  if (value.kind === 'list') return { kind: 'list', members: value.members.map(over) };
  return series(over(pointsOf(value, grid)));
}

function repeat(points: Points, how: string): Points {
  if (how !== 'REPEAT') throw new ExpressionFault(`FILL takes a number, REPEAT or LINEAR, not ${how}`);
  let last: number | undefined;
  return points.map((point) => (last = point ?? last));
}

/** A straight line between the neighbours; the ends repeat. */
function interpolate(points: Points): Points {
  const known = points.flatMap((point, index) => (point === undefined ? [] : [[index, point] as const]));
  return points.map((point, index) => {
    if (point !== undefined) return point;
    const before = known.findLast(([at]) => at < index);
    const after = known.find(([at]) => at > index);
    if (before === undefined || after === undefined) return (before ?? after)?.[1];
    return before[1] + ((after[1] - before[1]) * (index - before[0])) / (after[0] - before[0]);
  });
}

/** A missing condition counts as false; without a third part, false leaves a gap. */
function choose(condition: Value, then: Value, otherwise: Value | undefined, grid: Grid): Value {
  if (condition.kind === 'scalar') {
    if (condition.value !== 0) return then;
    return otherwise ?? series(Array.from({ length: grid.length }, () => undefined));
  }
  const yes = pointsOf(then, grid);
  const no = otherwise === undefined ? undefined : pointsOf(otherwise, grid);
  return series(pointsOf(condition, grid).map((point, step) => ((point ?? 0) !== 0 ? yes[step] : no?.[step])));
}

function timeOf({ start, periodMs, length }: Grid, of: (at: number) => number): Value {
  return series(Array.from({ length }, (_, step) => of(start + step * periodMs)));
}

export const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  AND: (a, b) => a !== 0 && b !== 0,
  '&&': (a, b) => a !== 0 && b !== 0,
  OR: (a, b) => a !== 0 || b !== 0,
  '||': (a, b) => a !== 0 || b !== 0,
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
};

export function binary(operator: string, left: Value, right: Value, grid: Grid): Value {
  const compare = COMPARISONS[operator];
  if (compare !== undefined) return pairwise(left, right, grid, (a, b) => (compare(a, b) ? 1 : 0));
  return pairwise(left, right, grid, ARITHMETIC[operator]!);
}
