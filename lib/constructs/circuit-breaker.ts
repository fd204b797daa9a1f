import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { StreamViewType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { breakerTransitions, defaultBreakerPolicy, type BreakerPolicy } from '../../contracts/breaker.ts';
import { enforce, shapeLimits } from './limits.ts';
import { NodeFunction } from './node-function.ts';
import type { Outbox } from './outbox.ts';
import type { QueueConsumer } from './queue-consumer.ts';
import { Schedule } from './schedule.ts';
import { readStream } from './stream-reader.ts';
import { table } from './table.ts';

export interface CircuitBreakerProps {
  /** What is downstream, such as `payment`: lower-case letters, digits and hyphens, at most 32. */
  readonly name: string;
  /** Carries the event of each transition; it must know the destination `events`. */
  readonly outbox: Outbox;
  /**
   * When it opens, how long it stays open, and what it takes to close.
   *
   * @default - opens when half of at least 5 calls in 30 seconds failed; probes after 1 minute, then after 2, 4 and each
   * 5; closes after 3 probes that succeeded
   */
  readonly policy?: Partial<BreakerPolicy>;
  /**
   * Source of the controller.
   *
   * @default 'lambdas/operations/breaker-controller.ts'
   */
  readonly controllerEntry?: string;
}

/**
 * Keeps a downstream that is down from being called, and messages from spending receives on it meanwhile. Functions share
 * one state and refuse calls while it is open; a controller, which alone may touch event source mappings, closes the tap
 * in front of them, half-opens it to let a few probes through, and opens it again.
 *
 * @example
 * const breaker = new CircuitBreaker(this, 'PaymentBreaker', { name: 'payment', outbox });
 * breaker.protect(consumer);
 */
export class CircuitBreaker extends Construct {
  readonly breakerName: string;
  readonly table: Table;
  readonly controller: NodeFunction;
  readonly policy: BreakerPolicy;
  private readonly outbox: Outbox;
  private readonly mappings: { readonly id: string; readonly batchSize: number; readonly maxConcurrency: number }[] =
    [];

  constructor(scope: Construct, id: string, props: CircuitBreakerProps) {
    super(scope, id);
    this.breakerName = props.name;
    this.policy = { ...defaultBreakerPolicy, ...props.policy };
    this.outbox = props.outbox;
    enforce(this, shapeLimits.breakerName, this.breakerName);
    enforce(this, shapeLimits.breakerPolicy, this.policy);
    this.table = table(this, 'Table', { partitionKey: 'breaker', stream: StreamViewType.NEW_AND_OLD_IMAGES });
    this.controller = new NodeFunction(this, 'Controller', {
      entry: props.controllerEntry ?? 'lambdas/operations/breaker-controller.ts',
      timeout: Duration.seconds(30),
    });
    this.connect(this.controller);
    this.controller.setEnvironment(
      'breakerMappings',
      Lazy.uncachedString({ produce: () => Stack.of(this).toJsonString(this.mappings) }),
    );
    this.controlAtTransitions();
    new Schedule(this, 'EveryMinute', {
      function: this.controller,
      every: Duration.minutes(1),
      description: `Probes what the breaker ${this.breakerName} stands for, and sets right its event source mappings`,
    });
  }

  /** Puts the breaker before what a consumer calls, and the consumer's event source mapping under its control. */
  protect(consumer: QueueConsumer): void {
    enforce(this, shapeLimits.permitSeconds, {
      given: Duration.seconds(this.policy.permitSeconds),
      bound: consumer.function.timeout,
    });
    this.connect(consumer.function);
    // Counting calls and taking permits; the controller does neither.
    consumer.function.allow(['dynamodb:UpdateItem'], this.table.tableArn);
    const { eventSourceMapping, batchSize, maxConcurrency } = consumer;
    this.mappings.push({ id: eventSourceMapping.eventSourceMappingId, batchSize, maxConcurrency });
    this.controller.allow(
      ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
      eventSourceMapping.eventSourceMappingArn,
    );
  }

  /** Reading the state, and moving it on together with the event that tells of it. */
  private connect(fn: NodeFunction): void {
    fn.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], this.table.tableArn);
    fn.setEnvironment('breakerTable', this.table.tableName);
    fn.setEnvironment('breakerName', this.breakerName);
    fn.setEnvironment('breakerPolicy', JSON.stringify(this.policy));
    this.outbox.connect(fn);
  }

  /** Of all that happens to the row only transitions concern the controller, and not the counts between them. */
  private controlAtTransitions(): void {
    readStream(this, 'Transitions', this.controller, this.table, {
      filters: breakerTransitions.map(({ from, to }) =>
        FilterCriteria.filter({
          dynamodb: {
            OldImage: { state: { S: FilterRule.isEqual(from) } },
            NewImage: { state: { S: FilterRule.isEqual(to) } },
          },
        }),
      ),
      batchSize: 10,
      retryAttempts: 2,
      // The schedule does the same work a minute later.
      maxRecordAge: Duration.minutes(1),
    });
  }
}
