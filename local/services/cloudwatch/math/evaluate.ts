import { statistic } from '../metrics/statistic.ts';
import { metricId, MINUTE_MS, type Dimension, type MetricStore } from '../metrics/metric-store.ts';
import { binary, mathFunction } from './functions.ts';
import { idsIn, parseExpression, type Expression } from './parse.ts';
import { ExpressionFault } from './tokens.ts';
import { each, pointsOf, scalar, series, type Grid, type Points, type Value } from './value.ts';
import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';

/** Answers queries from the store: plain metrics, and expressions over them. One per set of queries. */
export class Evaluation {
  readonly #store: MetricStore;
  readonly #queries: ReadonlyMap<string, MetricDataQuery>;
  readonly #parsed = new Map<string, Expression>();

  /** @throws ExpressionFault for bad expressions, unknown ids and circles */
  constructor(store: MetricStore, queries: readonly MetricDataQuery[]) {
    this.#store = store;
    this.#queries = new Map(queries.map((query) => [query.Id!, query]));
    for (const { Id: id, Expression: text } of queries) {
      if (text !== undefined) this.#parsed.set(id!, parseExpression(text));
    }
    for (const id of this.#parsed.keys()) this.#checkIds(id, []);
  }

  /** Seconds: a metric's own period, or the longest below an expression. */
  period(id: string): number {
    const query = this.#queries.get(id)!;
    if (query.MetricStat !== undefined) return query.MetricStat.Period!;
    const below = idsIn(this.#parsed.get(id)!).map((each) => this.period(each));
    return Math.max(query.Period ?? 60, ...below);
  }

  /** One or, for an expression that gives an array, several series. */
  points(id: string, grid: Grid): readonly Points[] {
    const value = this.#value(id, grid);
    const all = value.kind === 'list' ? value.members : [pointsOf(value, grid)];
    // A sum over nothing is no number: to whoever reads, it is missing.
    return all.map((points) => points.map((point) => (Number.isNaN(point) ? undefined : point)));
  }

  #value(id: string, grid: Grid): Value {
    const query = this.#queries.get(id)!;
    if (query.MetricStat !== undefined) return series(this.#measured(query.MetricStat, grid));
    return this.#evaluate(this.#parsed.get(id)!, grid);
  }

  #measured({ Metric: metric, Stat: stat, Unit: unit }: MetricStat, grid: Grid): Points {
    const id = metricId(metric!.Namespace!, metric!.MetricName!, metric!.Dimensions as readonly Dimension[]);
    const found = this.#store.find(id);
    const read = statistic(stat!);
    const usable = found !== undefined && read !== undefined && (unit === undefined || unit === found.unit);
    return Array.from({ length: grid.length }, (_, step) => {
      if (!usable) return undefined;
      const from = grid.start + step * grid.periodMs;
      const bucket = this.#store.aggregate(found, from, from + Math.max(grid.periodMs, MINUTE_MS));
      return bucket && read(bucket);
    });
  }

  #evaluate(expression: Expression, grid: Grid): Value {
    switch (expression.kind) {
      case 'number':
        return scalar(expression.value);
      case 'text':
        return { kind: 'text', value: expression.value };
      case 'id':
        return this.#value(expression.id, grid);
      case 'negative':
        return each(this.#evaluate(expression.of, grid), (point) => -point);
      case 'list':
        return this.#list(expression.members, grid);
      case 'binary':
        return binary(
          expression.operator,
          this.#evaluate(expression.left, grid),
          this.#evaluate(expression.right, grid),
          grid,
        );
      case 'call':
        return this.#call(expression.name, expression.arguments, grid);
    }
  }

  #list(members: readonly Expression[], grid: Grid): Value {
    const values = members.map((member) => this.#evaluate(member, grid));
    return {
      kind: 'list',
      members: values.flatMap((value) => (value.kind === 'list' ? value.members : [pointsOf(value, grid)])),
    };
  }

  #call(name: string, given: readonly Expression[], grid: Grid): Value {
    if (name === 'METRICS') return this.#metrics(given, grid);
    return mathFunction(name, given.length)(
      given.map((each) => this.#evaluate(each, grid)),
      grid,
    );
  }

  /** `METRICS()` is every plain metric of the request, `METRICS("x")` those with x in their id. */
  #metrics(given: readonly Expression[], grid: Grid): Value {
    const [part] = given;
    const like = part?.kind === 'text' ? part.value : '';
    const plain = [...this.#queries.values()].filter(
      ({ Id: id, MetricStat: stat }) => stat !== undefined && id!.includes(like),
    );
    return { kind: 'list', members: plain.map(({ MetricStat: stat }) => this.#measured(stat!, grid)) };
  }

  #checkIds(id: string, path: readonly string[]): void {
    if (path.includes(id)) throw new ExpressionFault(`${[...path, id].join(' -> ')} is a circle`);
    const expression = this.#parsed.get(id);
    if (expression === undefined) return;
    checkFunctions(expression);
    for (const below of idsIn(expression)) {
      if (!this.#queries.has(below)) throw new ExpressionFault(`there is no metric with the id ${below}`);
      this.#checkIds(below, [...path, id]);
    }
  }
}

function checkFunctions(expression: Expression): void {
  switch (expression.kind) {
    case 'call':
      if (expression.name !== 'METRICS') mathFunction(expression.name, expression.arguments.length);
      expression.arguments.forEach(checkFunctions);
      return;
    case 'list':
      expression.members.forEach(checkFunctions);
      return;
    case 'negative':
      checkFunctions(expression.of);
      return;
    case 'binary':
      checkFunctions(expression.left);
      checkFunctions(expression.right);
      return;
    default:
  }
}
