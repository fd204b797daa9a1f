import { ExpressionFault } from './tokens.ts';

/** Equal steps in time that every series of one evaluation has in common. */
export interface Grid {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly periodMs: number;
  readonly length: number;
}

/** One number a step; undefined where nothing was measured. */
export type Points = readonly (number | undefined)[];

export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly points: Points; readonly label?: string }
  | { readonly kind: 'list'; readonly members: readonly Points[] }
  | { readonly kind: 'text'; readonly value: string };

export function scalar(value: number): Value {
  return { kind: 'scalar', value };
}

export function series(points: Points): Value {
  return { kind: 'series', points };
}

/** The value as points: a scalar repeats on every step. */
export function pointsOf(value: Value, { length }: Grid): Points {
  if (value.kind === 'scalar') return Array.from({ length }, () => value.value);
  if (value.kind === 'series') return value.points;
  throw new ExpressionFault(`a ${value.kind} was given where a time series belongs`);
}

export function present(points: Points): number[] {
  return points.filter((point) => point !== undefined);
}

/** Applies a function to one value: number, series or every series of a list. */
export function each(value: Value, apply: (point: number) => number): Value {
  const over = (points: Points): Points =>
    points.map((point) => (point === undefined ? undefined : finite(apply(point))));
  switch (value.kind) {
    case 'scalar':
      return scalar(apply(value.value));
    case 'series':
      return series(over(value.points));
    case 'list':
      return { kind: 'list', members: value.members.map(over) };
    default:
      throw new ExpressionFault('a text has no arithmetic');
  }
}

/** Applies a function to two values step by step; a step needs both points. */
export function pairwise(left: Value, right: Value, grid: Grid, apply: (a: number, b: number) => number): Value {
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(apply(left.value, right.value));
  const combine = (a: Points, b: Points): Points =>
    a.map((point, index) => {
      const other = b[index];
      return point === undefined || other === undefined ? undefined : finite(apply(point, other));
    });
  if (left.kind === 'list') {
    return {
      kind: 'list',
      members: left.members.map((member, index) => combine(member, opposite(right, index, grid))),
    };
  }
  if (right.kind === 'list') {
    return { kind: 'list', members: right.members.map((member) => combine(pointsOf(left, grid), member)) };
  }
  return series(combine(pointsOf(left, grid), pointsOf(right, grid)));
}

function opposite(right: Value, index: number, grid: Grid): Points {
  if (right.kind !== 'list') return pointsOf(right, grid);
  const member = right.members[index];
  if (member === undefined) throw new ExpressionFault('arrays of different lengths cannot be combined');
  return member;
}

/** CloudWatch drops what a division by zero leaves. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
