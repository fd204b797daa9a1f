import { metricId, type MetricId, type MetricStore } from '../metrics/metric-store.ts';
import type { JournalEntry } from '../../service.ts';
import type { QueueDepth } from '../ports.ts';

const COUNTED: Readonly<Record<string, string>> = {
  sent: 'NumberOfMessagesSent',
  received: 'NumberOfMessagesReceived',
  deleted: 'NumberOfMessagesDeleted',
};

/**
 * The metrics of queues. SQS reports once a minute and reports zeros too, so that sent minus deleted has a value in
 * every minute. Messages that SQS itself moves to a dead-letter queue do not count as sent, as on AWS.
 */
export class QueueMetrics {
  readonly #store: MetricStore;
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #sizes = new Map<string, MetricId>();

  constructor(store: MetricStore) {
    this.#store = store;
  }

  observe({ service, event, resource, size }: JournalEntry, now: number): void {
    const metric = service === 'sqs' ? COUNTED[event] : undefined;
    if (metric === undefined) return;
    const name = resource.split(':').at(-1)!;
    let counts = this.#counts.get(name);
    if (counts === undefined) this.#counts.set(name, (counts = new Map()));
    counts.set(metric, (counts.get(metric) ?? 0) + 1);
    if (event === 'sent' && typeof size === 'number') this.#store.record(this.#sizeOf(name), now, size, 1, 'Bytes');
  }

  /** Reports the minute that ends. */
  report(queues: readonly QueueDepth[], at: number): void {
    for (const queue of queues) {
      const { name } = queue;
      this.#record(name, 'ApproximateNumberOfMessagesVisible', queue.visible, at);
      this.#record(name, 'ApproximateNumberOfMessagesNotVisible', queue.inFlight, at);
      this.#record(name, 'ApproximateNumberOfMessagesDelayed', queue.delayed, at);
      this.#record(name, 'ApproximateAgeOfOldestMessage', queue.oldestAgeSeconds, at, 'Seconds');
      for (const metric of Object.values(COUNTED)) {
        this.#record(name, metric, this.#counts.get(name)?.get(metric) ?? 0, at);
      }
    }
    this.#counts.clear();
  }

  #record(queue: string, metric: string, value: number, at: number, unit = 'Count'): void {
    this.#store.record(idOf(queue, metric), at, value, 1, unit);
  }

  #sizeOf(queue: string): MetricId {
    let id = this.#sizes.get(queue);
    if (id === undefined) this.#sizes.set(queue, (id = idOf(queue, 'SentMessageSize')));
    return id;
  }
}

function idOf(queue: string, metric: string): MetricId {
  return metricId('AWS/SQS', metric, [{ Name: 'QueueName', Value: queue }]);
}
