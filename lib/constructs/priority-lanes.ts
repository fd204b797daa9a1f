import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';
import { QueueConsumer, type QueueConsumerProps } from './queue-consumer.ts';
import { WorkQueue, type WorkQueueProps } from './work-queue.ts';

export interface Lane {
  /** Batches of this lane worked on at the same time, 2 to 1000: its share of what is downstream. */
  readonly maxConcurrency: number;
}

export interface PriorityLanesProps<Name extends string = string> extends WorkQueueProps {
  /** At least two lanes by name, most urgent first. */
  readonly lanes: Readonly<Record<Name, Lane>>;
}

export type LaneConsumerProps = Omit<QueueConsumerProps, 'queue' | 'maxConcurrency'>;

/**
 * SQS knows no priorities, so each priority has its own queue, function and concurrency. Lanes share nothing, which
 * bounds starvation: how long a message waits depends on what is before it in its own lane and on nothing in the others
 * (`longestWait`). Lanes are shares, not strict order: a message of a lower lane may be done before a later one of a
 * higher lane.
 *
 * @example
 * const lanes = new PriorityLanes(this, 'Lanes', { lanes: { vip: { maxConcurrency: 8 }, standard: { maxConcurrency: 2 } } });
 * lanes.consume({ entry: 'lambdas/orders/process.ts', failures });
 */
export class PriorityLanes<Name extends string = string> extends Construct {
  readonly queues: Readonly<Record<Name, WorkQueue>>;
  readonly lanes: Readonly<Record<Name, Lane>>;

  constructor(scope: Construct, id: string, props: PriorityLanesProps<Name>) {
    super(scope, id);
    const { lanes, ...queueProps } = props;
    this.lanes = lanes;
    enforce(this, shapeLimits.laneNames, this.names());
    this.queues = this.eachLane((name) => new WorkQueue(this, idOf(name), queueProps));
  }

  /** One function for each lane from one entry: each knows only its own queue, so none can reach into another lane. */
  consume(props: LaneConsumerProps): Readonly<Record<Name, QueueConsumer>> {
    return this.eachLane(
      (name) =>
        new QueueConsumer(this.queues[name], 'Consumer', {
          ...props,
          queue: this.queues[name],
          maxConcurrency: this.lanes[name].maxConcurrency,
        }),
    );
  }

  private names(): Name[] {
    return Object.keys(this.lanes) as Name[];
  }

  private eachLane<Value>(make: (name: Name) => Value): Record<Name, Value> {
    return Object.fromEntries(this.names().map((name) => [name, make(name)])) as Record<Name, Value>;
  }
}

/** As much of a `QueueConsumer` as says how fast it works. */
export type LaneWorker = Pick<QueueConsumer, 'maxConcurrency' | 'batchSize'> & {
  readonly function: { readonly timeout: Duration };
};

/** Batches that Lambda reads at first; it adds to them by the minute: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const batchesAtFirst = 5;

/**
 * The starvation bound of a lane: the longest that a message waits to be received when `ahead` messages of its lane go
 * before it, whatever the other lanes hold. With c batches at the same time (maxConcurrency, of which Lambda starts with
 * five), b messages in a batch and t for a batch, a lane works off c × b messages in t, so
 *
 *     wait ≤ (⌊ahead ÷ (c × b)⌋ + 1) × t
 *
 * It holds while the lane's messages succeed, can be batched (a FIFO queue's groups differ) and its breaker is closed. A
 * message that failed rests besides, as its queue's backoff says.
 *
 * @param batch how long a batch takes; the function's timeout unless known better, since no batch takes longer
 */
export function longestWait(
  { maxConcurrency, batchSize, function: fn }: LaneWorker,
  ahead: number,
  batch: Duration = fn.timeout,
): Duration {
  const atOnce = Math.min(maxConcurrency, batchesAtFirst) * batchSize;
  return Duration.millis((Math.floor(ahead / atOnce) + 1) * batch.toMilliseconds());
}

/** `vip` → `Vip`: construct ids are PascalCase. */
function idOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
