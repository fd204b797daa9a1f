import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { errors, throttles, timeoutUsed, unwell } from './function-metrics.ts';
import { enforce, shapeLimits } from './limits.ts';
import { graph, MonitorBoards, type Board } from './monitor-boards.ts';
import { NodeFunction } from './node-function.ts';
import type { Outbox } from './outbox.ts';
import { pathInStack } from './path-in-stack.ts';
import type { EventSubscription } from './queue-subscription.ts';
import {
  ageOfOldest,
  arrivalsOverDepartures,
  counted,
  drainMinutes,
  inFlight,
  measured,
  visible,
} from './queue-metrics.ts';
import type { WorkQueue } from './work-queue.ts';

export interface QueueMonitorProps {
  /** Where every alarm goes; its policy must let CloudWatch publish, as `AlarmTopic` does. */
  readonly alarmTopic: ITopic;
  /**
   * Where the runbook is; alarms link to its sections.
   *
   * @default 'docs/runbook.md'
   */
  readonly runbook?: string;
}

export interface WatchOptions {
  /** What alarms and the dashboard call this queue. */
  readonly name: string;
  /**
   * The longest a message should wait before it was handled, at least 1 minute.
   *
   * @default Duration.minutes(5)
   */
  readonly ageSlo?: Duration;
  /**
   * Waiting messages that are too many, for five minutes on end.
   *
   * @default 1000
   */
  readonly depth?: number;
  /**
   * Messages a minute by which arrivals may outrun departures, for a quarter of an hour on end.
   *
   * @default 60
   */
  readonly growth?: number;
}

/**
 * Alarms that ring, a dashboard for each pipeline and one over all. For each queue: too deep, growing, too old, and its
 * dead-letter queue not empty. For each subscription of a topic: its dead-letter queue not empty. For the outbox: rows
 * that cannot be sent, or wait. For each breaker: every transition, and a tap that cannot be turned. For each function: it
 * fails, is throttled, or runs close to its timeout.
 */
export class QueueMonitor extends Construct {
  readonly boards: MonitorBoards;
  private readonly action: SnsAction;
  private readonly runbook: string;

  constructor(scope: Construct, id: string, props: QueueMonitorProps) {
    super(scope, id);
    this.action = new SnsAction(props.alarmTopic);
    this.runbook = props.runbook ?? 'docs/runbook.md';
    this.boards = new MonitorBoards(this, 'Boards');
  }

  watch(workQueue: WorkQueue, options: WatchOptions): void {
    const { name, ageSlo = Duration.minutes(5), depth = 1000, growth = 60 } = options;
    enforce(this, shapeLimits.watchName, name);
    enforce(this, shapeLimits.ageSlo, ageSlo);
    enforce(this, shapeLimits.threshold, depth);
    enforce(this, shapeLimits.threshold, growth);
    const at = { scope: this.placeOf(workQueue), board: this.boards.open(workQueue) };
    const { queue, deadLetterQueue } = workQueue;
    const waiting = visible(queue);
    const age = ageOfOldest(queue);
    const growing = arrivalsOverDepartures(queue);

    this.alarm(at, 'TooDeep', waiting, { threshold: depth, minutes: 5, what: `${name} is too deep`, see: 'backlog' });
    this.alarm(at, 'Growing', growing, { threshold: growth, minutes: 15, what: `${name} grows`, see: 'backlog' });
    this.alarm(at, 'TooOld', age, {
      threshold: ageSlo.toSeconds(),
      minutes: 2,
      what: `${name} keeps messages waiting longer than ${ageSlo.toHumanString()}`,
      see: 'age-of-oldest-message',
    });
    this.notEmpty(at, deadLetterQueue, `${name} has set messages aside`, 'dead-letter-queue');
    at.board.heading(name);
    at.board.add(
      graph('Waiting and in flight', [waiting, inFlight(queue)]),
      graph('Age of oldest, seconds', [age]),
      graph('Arrivals over departures, and minutes to drain', [growing, drainMinutes(queue)]),
      graph('Set aside', [visible(deadLetterQueue)]),
    );
  }

  /** Watches what a topic could not deliver to one subscriber. */
  watchSubscription({ queue, deadLetterQueue }: EventSubscription, { name }: { readonly name: string }): void {
    enforce(this, shapeLimits.watchName, name);
    const at = { scope: this.placeOf(deadLetterQueue), board: this.boards.open(queue) };
    this.notEmpty(at, deadLetterQueue, `${name} could not be delivered`, 'undelivered-events');
    at.board.add(graph(`${name}: undelivered`, [visible(deadLetterQueue)]));
  }

  /** Watches that no row stays unsent: rows that cannot go anywhere, and rows that wait. */
  watchOutbox({ relay, sweeper }: Outbox): void {
    const at = { scope: this.placeOf(sweeper), board: this.boards.overview };
    const stuck = counted(sweeper, 'OutboxStuck');
    const lag = measured(sweeper, 'OutboxLagSeconds', Stats.MAXIMUM);
    this.alarm(at, 'Stuck', stuck, { threshold: 1, minutes: 1, what: 'outbox rows are stuck', see: 'outbox' });
    this.alarm(at, 'Late', lag, { threshold: 300, minutes: 3, what: 'outbox rows wait for minutes', see: 'outbox' });
    at.board.heading('Outbox');
    at.board.add(
      graph('Rows sent', [counted(relay, 'OutboxSent'), counted(sweeper, 'OutboxSwept')]),
      graph('Oldest unsent row, seconds', [lag]),
      graph('Stuck rows', [stuck]),
    );
  }

  /**
   * Watches every function of the stack. Call it last, when all are there.
   *
   * @returns the alarm of each
   */
  watchFunctions(): ReadonlyMap<NodeFunction, Alarm> {
    const alarms = new Map<NodeFunction, Alarm>();
    const functions = Stack.of(this)
      .node.findAll()
      .filter((construct) => construct instanceof NodeFunction);
    for (const [board, own] of Map.groupBy(functions, (fn) => this.boards.find(fn))) {
      for (const fn of own) {
        const alarm = this.alarm({ scope: this.placeOf(fn, 'Function-'), board }, 'Unwell', unwell(fn), {
          threshold: 1,
          minutes: 5,
          breaching: 3,
          what: `${fn.metrics.service} fails, is throttled, or runs close to its timeout`,
          see: 'function',
        });
        alarms.set(fn, alarm);
      }
      board.heading('Functions');
      board.add(
        graph('Errors', own.map(errors), 8),
        graph('Throttles', own.map(throttles), 8),
        graph('Longest invocation, % of the timeout', own.map(timeoutUsed), 8),
      );
    }
    return alarms;
  }

  /** Shows what the business asks after, on the pipeline's dashboard and the overview. */
  chart(pipeline: IConstruct, title: string, metrics: readonly IMetric[]): void {
    for (const board of new Set([this.boards.open(pipeline), this.boards.overview]))
      board.add(graph(title, [...metrics], 12));
  }

  private placeOf(construct: IConstruct, prefix = ''): Construct {
    return new Construct(this, `${prefix}${pathInStack(construct)}`);
  }

  /** Watches every transition of a breaker, and that its controller can turn the tap. */
  watchBreaker({ breakerName, controller }: CircuitBreaker): void {
    const at = { scope: this.placeOf(controller), board: this.boards.open(controller) };
    const before = `the breaker before ${breakerName}`;
    const ring = (id: string, minutes: number, what: string): IMetric => {
      const metric = counted(controller, `Breaker${id}`);
      this.alarm(at, id, metric, { threshold: 1, minutes, what: `${before} ${what}`, see: 'circuit-breaker' });
      return metric;
    };
    const transitions = [
      ring('Opened', 1, 'opened: it is down, and called no more'),
      ring('HalfOpened', 1, 'is half open: a few calls probe it'),
      ring('Reopened', 1, 'opened again: a probe failed'),
      ring('Closed', 1, 'closed: all probes succeeded'),
    ];
    ring('TapStuck', 3, 'cannot turn an event source mapping');
    at.board.add(graph(`Transitions of ${before}`, transitions));
  }

  /** One message is enough, seen within a minute; the CDK's five-minute period and missing-data default would ring late. */
  private notEmpty(at: Place, deadLetterQueue: IQueue, what: string, see: string): void {
    this.alarm(at, 'DeadLetters', visible(deadLetterQueue), { threshold: 1, minutes: 1, what, see });
  }

  private alarm({ scope, board }: Place, id: string, metric: IMetric, options: AlarmOptions): Alarm {
    const alarm = new Alarm(scope, id, {
      metric,
      threshold: options.threshold,
      evaluationPeriods: options.minutes,
      datapointsToAlarm: options.breaching,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${options.what}. Runbook: ${this.runbook}#${options.see}`,
    });
    alarm.addAlarmAction(this.action);
    board.alarms.push(alarm);
    return alarm;
  }
}

interface Place {
  readonly scope: Construct;
  readonly board: Board;
}

interface AlarmOptions {
  readonly threshold: number;
  /** How many the alarm looks at; all must breach, unless `breaching` says how many. */
  readonly minutes: number;
  readonly breaching?: number;
  readonly what: string;
  /** The runbook's section. */
  readonly see: string;
}
