import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EventType } from '../../contracts/event-types.ts';
import type { EventTopic } from '../constructs/event-topic.ts';
import type { FailureTable } from '../constructs/failure-table.ts';
import type { HttpEndpoints } from '../constructs/http-endpoints.ts';
import type { IdempotencyTable } from '../constructs/idempotency-table.ts';
import type { Outbox } from '../constructs/outbox.ts';
import { QueueConsumer, type QueueConsumerProps } from '../constructs/queue-consumer.ts';
import type { QueueMonitor } from '../constructs/queue-monitor.ts';
import { WorkQueue, type WorkQueueProps } from '../constructs/work-queue.ts';
import type { Providers } from '../providers.ts';

/** What all pipelines share. */
export interface PipelineProps {
  readonly endpoints: HttpEndpoints;
  readonly events: EventTopic;
  readonly outbox: Outbox;
  readonly failures: FailureTable;
  readonly idempotency: IdempotencyTable;
  readonly monitor: QueueMonitor;
  readonly providers: Providers;
}

export type PipelineConsumerProps = Omit<QueueConsumerProps, 'queue' | 'failures' | 'timeout'> &
  Pick<WorkQueueProps, 'fifo'>;

/** A queue and the function that works through it. */
export interface Consumption {
  readonly queue: WorkQueue;
  readonly consumer: QueueConsumer;
}

const consumerTimeout = Duration.seconds(20);

/** Makes the queues of one pipeline, each with its consumer, its place on the dashboard and its alarms. */
export class Consumers {
  private readonly scope: Construct;
  private readonly props: Pick<PipelineProps, 'events' | 'failures' | 'monitor'>;

  constructor(scope: Construct, props: Pick<PipelineProps, 'events' | 'failures' | 'monitor'>) {
    this.scope = scope;
    this.props = props;
  }

  /** A queue of its own for each kind of work. */
  add(id: string, { fifo, ...props }: PipelineConsumerProps): Consumption {
    const { failures, monitor } = this.props;
    const { batchingWindow } = props;
    const queue = new WorkQueue(this.scope, id, { consumerTimeout, fifo, batchingWindow });
    const consumer = new QueueConsumer(queue, 'Consumer', { ...props, queue, failures, timeout: consumerTimeout });
    monitor.watch(queue, { name: wordsOf(id.replace(/Queue$/, '')), ageSlo: Duration.minutes(10) });
    return { queue, consumer };
  }

  /** A subscriber of these events: it gets its copy of each, whatever becomes of the other subscribers'. */
  subscribe(name: string, types: readonly EventType[], props: PipelineConsumerProps): Consumption {
    const subscriber = this.add(`${name}Queue`, props);
    const subscription = this.props.events.subscribe(subscriber.queue, { types });
    this.props.monitor.watchSubscription(subscription, { name: `${types.join(', ')} → ${wordsOf(name)}` });
    return subscriber;
  }
}

/** `WelcomeMails` → `welcome mails` */
function wordsOf(id: string): string {
  return id.replace(/(?<!^)[A-Z]/g, ' $&').toLowerCase();
}
