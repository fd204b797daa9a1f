import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  Stats,
  TextWidget,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventSubscription } from './event-topic.ts';
import { enforce, shapeLimits } from './limits.ts';
import type { Outbox } from './outbox.ts';
import { pathInStack } from './path-in-stack.ts';
import { ageOfOldest, arrivalsOverDepartures, counted, inFlight, minute, visible } from './queue-metrics.ts';
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
 * Alarms that ring and one dashboard. For each queue: too deep, growing, too old, and its dead-letter queue not empty.
 * For each subscription of a topic: its dead-letter queue not empty. For the outbox: rows that cannot be sent.
 */
export class QueueMonitor extends Construct {
  readonly dashboard: Dashboard;
  private readonly action: SnsAction;
  private readonly runbook: string;

  constructor(scope: Construct, id: string, props: QueueMonitorProps) {
    super(scope, id);
    this.action = new SnsAction(props.alarmTopic);
    this.runbook = props.runbook ?? 'docs/runbook.md';
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3) });
  }

  watch(workQueue: WorkQueue, options: WatchOptions): void {
    const { name, ageSlo = Duration.minutes(5), depth = 1000, growth = 60 } = options;
    enforce(this, shapeLimits.watchName, name);
    enforce(this, shapeLimits.ageSlo, ageSlo);
    enforce(this, shapeLimits.threshold, depth);
    enforce(this, shapeLimits.threshold, growth);
    const scope = new Construct(this, pathInStack(workQueue));
    const { queue, deadLetterQueue } = workQueue;
    const waiting = visible(queue);
    const age = ageOfOldest(queue);
    const growing = arrivalsOverDepartures(queue);

    this.alarm(scope, 'TooDeep', waiting, {
      threshold: depth,
      minutes: 5,
      what: `${name} is too deep`,
      see: 'backlog',
    });
    this.alarm(scope, 'Growing', growing, { threshold: growth, minutes: 15, what: `${name} grows`, see: 'backlog' });
    this.alarm(scope, 'TooOld', age, {
      threshold: ageSlo.toSeconds(),
      minutes: 2,
      what: `${name} keeps messages waiting longer than ${ageSlo.toHumanString()}`,
      see: 'age-of-oldest-message',
    });
    this.notEmpty(scope, deadLetterQueue, `${name} has set messages aside`, 'dead-letter-queue');
    this.dashboard.addWidgets(
      new TextWidget({ markdown: `## ${name}`, width: 24, height: 1 }),
      graph('Waiting and in flight', [waiting, inFlight(queue)]),
      graph('Age of oldest, seconds', [age]),
      graph('Arrivals over departures, a minute', [growing]),
      graph('Set aside', [visible(deadLetterQueue)]),
    );
  }

  /** Watches what a topic could not deliver to one subscriber. */
  watchSubscription({ deadLetterQueue }: EventSubscription, { name }: { readonly name: string }): void {
    enforce(this, shapeLimits.watchName, name);
    const scope = new Construct(this, pathInStack(deadLetterQueue));
    this.notEmpty(scope, deadLetterQueue, `${name} could not be delivered`, 'undelivered-events');
    this.dashboard.addWidgets(graph(`${name}: undelivered`, [visible(deadLetterQueue)]));
  }

  /** Watches that no row stays unsent: rows that cannot go anywhere, and a sweeper that fails run after run. */
  watchOutbox({ sweeper }: Outbox): void {
    const scope = new Construct(this, pathInStack(sweeper));
    const stuck = counted(sweeper, 'OutboxStuck');
    const failing = sweeper.function.metricErrors({ period: minute, statistic: Stats.SUM });
    this.alarm(scope, 'Stuck', stuck, { threshold: 1, minutes: 1, what: 'outbox rows are stuck', see: 'outbox' });
    this.alarm(scope, 'Failing', failing, {
      threshold: 1,
      minutes: 3,
      what: 'the outbox sweeper fails',
      see: 'outbox',
    });
    this.dashboard.addWidgets(graph('Outbox: stuck rows', [stuck]), graph('Outbox: sweeper errors', [failing]));
  }

  /** One message is enough, seen within a minute; the CDK's five-minute period and missing-data default would ring late. */
  private notEmpty(scope: Construct, deadLetterQueue: IQueue, what: string, see: string): void {
    this.alarm(scope, 'DeadLetters', visible(deadLetterQueue), { threshold: 1, minutes: 1, what, see });
  }

  private alarm(
    scope: Construct,
    id: string,
    metric: IMetric,
    options: { threshold: number; minutes: number; what: string; see: string },
  ): void {
    new Alarm(scope, id, {
      metric,
      threshold: options.threshold,
      evaluationPeriods: options.minutes,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${options.what}. Runbook: ${this.runbook}#${options.see}`,
    }).addAlarmAction(this.action);
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 6, height: 5, leftYAxis: { min: 0 } });
}
