import { Evaluation } from '../math/evaluate.ts';
import { EXTRA_DATAPOINTS, judge, type Criteria } from './judge.ts';
import { reasonDataOf, reasonOf } from './reason.ts';
import { parseRule, type AlarmRule } from './rule.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { CloudWatchStore } from '../store.ts';
import type { AlarmRecord, CompositeAlarmRecord, MetricAlarmRecord } from './alarm.ts';
import type { Transitions } from './transitions.ts';
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Grid } from '../math/value.ts';

interface Watched {
  readonly evaluation: Evaluation;
  /** Id of the query whose data decide. */
  readonly id: string;
  readonly periodMs: number;
  readonly criteria: Criteria;
}

/** Decides the state of alarms: metric alarms each minute, composite ones whenever an alarm changed. */
export class Evaluator {
  readonly #store: CloudWatchStore;
  readonly #metrics: MetricStore;
  readonly #transitions: Transitions;
  // Records are replaced on every change; what was prepared for one holds for its input.
  readonly #watched = new WeakMap<MetricAlarmRecord['input'], Watched>();
  readonly #rules = new WeakMap<CompositeAlarmRecord['input'], AlarmRule>();

  constructor(store: CloudWatchStore, metrics: MetricStore, transitions: Transitions) {
    this.#store = store;
    this.#metrics = metrics;
    this.#transitions = transitions;
  }

  /** @param now a whole minute, milliseconds since the epoch: periods that ended by then count */
  evaluate(now: number): void {
    for (const alarm of this.#store.alarms.values()) {
      if (alarm.kind === 'metric') this.#metricAlarm(alarm, now);
    }
    this.composites();
  }

  /** Composite alarms may watch one another, so this goes on until nothing changes. */
  composites(): void {
    const composites = [...this.#store.alarms.values()].filter((alarm) => alarm.kind === 'composite');
    for (let pass = 0; pass <= composites.length; pass++) {
      const changed = composites.filter(({ name }) => this.#composite(this.#store.alarms.get(name)));
      if (changed.length === 0) return;
    }
  }

  #metricAlarm(alarm: MetricAlarmRecord, now: number): void {
    const { evaluation, id, periodMs, criteria } = this.#watch(alarm);
    const length = criteria.evaluationPeriods + EXTRA_DATAPOINTS;
    const grid: Grid = { start: now - length * periodMs, periodMs, length };
    const verdict = judge(evaluation.points(id, grid)[0] ?? [], criteria);
    if (verdict.state === 'keep' || verdict.state === alarm.state.value) return;
    this.#transitions.move(alarm, verdict.state, {
      reason: reasonOf(verdict, criteria),
      reasonData: reasonDataOf(verdict, criteria, grid, now),
    });
  }

  #watch({ input }: MetricAlarmRecord): Watched {
    let watched = this.#watched.get(input);
    if (watched === undefined) {
      const queries = queriesOf(input);
      const evaluation = new Evaluation(this.#metrics, queries);
      const id = decisive(queries).Id!;
      watched = { evaluation, id, periodMs: evaluation.period(id) * 1000, criteria: criteriaOf(input) };
      this.#watched.set(input, watched);
    }
    return watched;
  }

  #composite(alarm: AlarmRecord | undefined): boolean {
    if (alarm?.kind !== 'composite') return false;
    let rule = this.#rules.get(alarm.input);
    if (rule === undefined) this.#rules.set(alarm.input, (rule = parseRule(alarm.input.AlarmRule!)));
    const stateOf = (name: string) => this.#store.alarms.get(name)?.state.value ?? 'INSUFFICIENT_DATA';
    const state = rule.holds(stateOf) ? 'ALARM' : 'OK';
    if (state === alarm.state.value) return false;
    const told = rule.children.map((name) => `${name} is ${stateOf(name)}`).join(', ');
    this.#transitions.move(alarm, state, {
      reason: `The alarm rule "${alarm.input.AlarmRule}" is ${state === 'ALARM'}: ${told}`,
    });
    return true;
  }
}

/** An alarm on one metric, written as the query it amounts to. */
export function queriesOf(input: MetricAlarmRecord['input']): readonly MetricDataQuery[] {
  if (input.Metrics !== undefined) return input.Metrics;
  return [
    {
      Id: 'm1',
      ReturnData: true,
      MetricStat: {
        Metric: { Namespace: input.Namespace, MetricName: input.MetricName, Dimensions: input.Dimensions ?? [] },
        Period: input.Period,
        Stat: input.Statistic ?? input.ExtendedStatistic,
        Unit: input.Unit,
      },
    },
  ];
}

/** The query that returns data: an alarm has exactly one. */
export function decisive(queries: readonly MetricDataQuery[]): MetricDataQuery {
  return queries.find(({ ReturnData }) => ReturnData ?? true)!;
}

function criteriaOf(input: MetricAlarmRecord['input']): Criteria {
  return {
    evaluationPeriods: input.EvaluationPeriods!,
    datapointsToAlarm: input.DatapointsToAlarm ?? input.EvaluationPeriods!,
    comparisonOperator: input.ComparisonOperator!,
    threshold: input.Threshold!,
    treatMissingData: input.TreatMissingData ?? 'missing',
  };
}
