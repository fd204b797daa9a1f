import { Evaluator } from './alarms/evaluator.ts';
import { Transitions } from './alarms/transitions.ts';
import { MetricStore, MINUTE_MS } from './metrics/metric-store.ts';
import { EmfFault, recordEmf } from './sources/emf.ts';
import { JournalMetrics } from './sources/journal-metrics.ts';
import { QueueMetrics } from './sources/queue-metrics.ts';
import { CloudWatchStore } from './store.ts';
import type { Cancel } from '../../clock/clock.ts';
import type { JournalEntry, Surroundings } from '../service.ts';
import type { CloudWatchPorts } from './ports.ts';

/**
 * Metrics and alarms of one account and region. Fed by PutMetricData, by log lines and by the journal; once a minute,
 * on the minute, it looks at the queues and evaluates the alarms.
 */
export class CloudWatch {
  readonly surroundings: Surroundings;
  readonly store = new CloudWatchStore();
  readonly metrics = new MetricStore();
  readonly transitions: Transitions;
  readonly evaluator: Evaluator;
  readonly #ports: CloudWatchPorts;
  readonly #journalMetrics = new JournalMetrics(this.metrics);
  readonly #queueMetrics = new QueueMetrics(this.metrics);
  #cancel: Cancel = () => {};
  #stopped = false;

  constructor(surroundings: Surroundings, ports: CloudWatchPorts) {
    this.surroundings = surroundings;
    this.#ports = ports;
    this.transitions = new Transitions(surroundings, this.store, ports);
    this.evaluator = new Evaluator(this.store, this.metrics, this.transitions);
    this.#arm();
  }

  /** Ends the minutely round, so that a process can end, and takes no more facts. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  alarmArn(name: string): string {
    const { region, accountId } = this.surroundings;
    return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
  }

  dashboardArn(name: string): string {
    return `arn:aws:cloudwatch::${this.surroundings.accountId}:dashboard/${name}`;
  }

  /** Takes a fact from the journal, of any service; most mean nothing here. */
  observe(entry: JournalEntry): void {
    if (this.#stopped) return;
    const now = this.surroundings.clock.now();
    if (entry.service === 'sqs') this.#queueMetrics.observe(entry, now);
    else this.#journalMetrics.observe(entry, now);
  }

  /** Takes a line that a function wrote to its log; one in Embedded Metric Format brings metrics. */
  ingestLogLine(logGroup: string, line: string): void {
    try {
      recordEmf(this.metrics, line, this.surroundings.clock.now());
    } catch (error) {
      if (!(error instanceof EmfFault)) throw error;
      // As on AWS, a broken line is a log line like any other; but whoever wrote it wants to know.
      this.surroundings.journal({
        service: 'cloudwatch',
        event: 'metrics-rejected',
        resource: logGroup,
        line,
        reason: error.message,
      });
    }
  }

  #arm(): void {
    const { clock } = this.surroundings;
    const next = (Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
    this.#cancel = clock.schedule(next, () => {
      this.#arm();
      this.#round();
    });
  }

  #round(): void {
    const now = Math.floor(this.surroundings.clock.now() / MINUTE_MS) * MINUTE_MS;
    this.#queueMetrics.report(this.#ports.queues(), now - 1);
    this.evaluator.evaluate(now);
  }
}
