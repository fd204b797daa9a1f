import { Duration } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { CircuitBreaker } from '../constructs/circuit-breaker.ts';
import { addDeadlineIndex, allowSweeping } from '../constructs/deadline-index.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { PriorityLanes } from '../constructs/priority-lanes.ts';
import { counted, measured } from '../constructs/queue-metrics.ts';
import { Schedule } from '../constructs/schedule.ts';
import { table } from '../constructs/table.ts';
import { Consumers, type Consumption, type PipelineConsumerProps, type PipelineProps } from './consumers.ts';

/** Lanes promise shares of the work, not an order between them: every lane keeps workers of its own. */
const lanes = { vip: { maxConcurrency: 8 }, standard: { maxConcurrency: 4 } };

/** An outage of an hour, and all the receives around it, fit well into this. After it the sweeper parks. */
const orderDeadline = Duration.hours(6);

const consumerTimeout = Duration.seconds(20);

/**
 * Orders from `POST /orders` to three subscribers of `order.completed`:
 * place → outbox → lane → process → outbox → topic → confirmation, sale, notification.
 */
export class OrderPipeline extends Construct {
  readonly orders: Table;
  readonly catalogue: Table;
  readonly customers: Table;
  readonly sales: Table;
  readonly lanes: PriorityLanes<keyof typeof lanes>;
  readonly paymentBreaker: CircuitBreaker;
  private readonly props: PipelineProps;
  private readonly consumers: Consumers;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id);
    this.props = props;
    this.consumers = new Consumers(this, props);
    this.orders = this.ordersTable();
    this.catalogue = table(this, 'Catalogue', { partitionKey: 'sku' });
    this.customers = table(this, 'Customers', { partitionKey: 'customerId' });
    this.sales = table(this, 'Sales', { partitionKey: 'eventId' });
    this.paymentBreaker = new CircuitBreaker(this, 'PaymentBreaker', { name: 'payment', outbox: props.outbox });
    props.monitor.watchBreaker(this.paymentBreaker);
    const { priorityLanes, process } = this.work();
    this.lanes = priorityLanes;
    const place = this.api();
    this.compensation();
    this.subscribers();
    this.sweeper();
    this.business(place, process);
  }

  private ordersTable(): Table {
    const orders = table(this, 'Orders', { partitionKey: 'orderId' });
    orders.addGlobalSecondaryIndex({
      indexName: 'byCustomer',
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'createdAt', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    addDeadlineIndex(orders);
    return orders;
  }

  private api(): NodeFunction {
    const { endpoints } = this.props;
    const place = endpoints.add('POST', '/orders', { entry: 'lambdas/orders/place.ts' });
    this.connectOrders(place);
    this.connectWrites(place);
    place.allow(['dynamodb:BatchGetItem'], this.catalogue.tableArn, this.customers.tableArn);
    place.setEnvironment('customersTable', this.customers.tableName);
    this.connectOrders(endpoints.add('GET', '/orders/{id}', { entry: 'lambdas/orders/get.ts' }));
    const list = endpoints.add('GET', '/orders', { entry: 'lambdas/orders/list.ts' });
    list.setEnvironment('ordersTable', this.orders.tableName);
    list.allow(['dynamodb:Query'], `${this.orders.tableArn}/index/byCustomer`);
    const cancel = endpoints.add('POST', '/orders/{id}/cancellation', { entry: 'lambdas/orders/cancel.ts' });
    this.connectOrders(cancel);
    this.connectMoves(cancel);
    return place;
  }

  private work(): { priorityLanes: PriorityLanes<keyof typeof lanes>; process: NodeFunction } {
    const { outbox, failures, idempotency, monitor, providers } = this.props;
    const priorityLanes = new PriorityLanes(this, 'Lanes', { lanes, fifo: true, consumerTimeout });
    const consumers = priorityLanes.consume({ entry: 'lambdas/orders/process.ts', timeout: consumerTimeout, failures });
    for (const lane of ['vip', 'standard'] as const) {
      const [queue, consumer] = [priorityLanes.queues[lane], consumers[lane]];
      this.connectOrders(consumer.function);
      this.connectMoves(consumer.function);
      idempotency.connect(consumer.function, queue);
      providers.connect(consumer.function, 'paymentUrl');
      this.paymentBreaker.protect(consumer);
      outbox.deliverTo(`lane-${lane}`, queue.queue);
      monitor.watch(queue, { name: `orders ${lane}`, ageSlo: Duration.minutes(5) });
    }
    return { priorityLanes, process: consumers.vip.function };
  }

  private compensation(): void {
    const { outbox, providers } = this.props;
    const { queue, consumer } = this.consumers.add('Compensations', {
      entry: 'lambdas/orders/compensate.ts',
      maxConcurrency: 2,
    });
    providers.connect(consumer.function, 'paymentUrl');
    this.paymentBreaker.protect(consumer);
    outbox.deliverTo('compensations', queue.queue);
  }

  private subscribers(): void {
    const { idempotency, providers } = this.props;
    const confirmation = this.subscribe('Confirmations', {
      entry: 'lambdas/orders/send-confirmation.ts',
      maxConcurrency: 4,
    });
    idempotency.connect(confirmation.consumer.function, confirmation.queue);
    providers.connect(confirmation.consumer.function, 'mailUrl');
    confirmation.consumer.function.allow(['dynamodb:GetItem'], this.customers.tableArn);
    confirmation.consumer.function.setEnvironment('customersTable', this.customers.tableName);

    const sale = this.subscribe('Sales', { entry: 'lambdas/orders/record-sale.ts', maxConcurrency: 2 });
    sale.consumer.function.allow(['dynamodb:PutItem'], this.sales.tableArn);
    sale.consumer.function.setEnvironment('salesTable', this.sales.tableName);

    const notification = this.subscribe('Notifications', {
      entry: 'lambdas/orders/notify-customer.ts',
      maxConcurrency: 4,
    });
    idempotency.connect(notification.consumer.function, notification.queue);
    providers.connect(notification.consumer.function, 'pushUrl');
  }

  private subscribe(name: string, props: PipelineConsumerProps): Consumption {
    return this.consumers.subscribe(name, ['order.completed'], props);
  }

  private sweeper(): void {
    const sweeper = new NodeFunction(this, 'ParkOverdue', {
      entry: 'lambdas/orders/park-overdue.ts',
      timeout: Duration.minutes(1),
    });
    this.connectMoves(sweeper);
    allowSweeping(sweeper, this.orders);
    new Schedule(this, 'ParkOverdueSchedule', { function: sweeper, every: Duration.minutes(5) });
  }

  /** Lanes count under one name, that of the handler they share. */
  private business(place: NodeFunction, process: NodeFunction): void {
    const { monitor } = this.props;
    monitor.chart(this, 'Orders by outcome', [
      counted(place, 'OrdersAccepted'),
      ...['OrdersCompleted', 'OrdersRejected', 'OrdersCancelled', 'OrdersParked'].map((name) => counted(process, name)),
    ]);
    const seconds = ['p50', 'p99'].map((statistic) => measured(process, 'OrderSeconds', statistic));
    monitor.chart(this, 'Orders: seconds from accepted to completed', seconds);
  }

  /** Reading one order by its id. */
  private connectOrders(fn: NodeFunction): void {
    fn.setEnvironment('ordersTable', this.orders.tableName);
    fn.allow(['dynamodb:GetItem'], this.orders.tableArn);
  }

  /** Writing orders, each together with the messages about it. */
  private connectWrites(fn: NodeFunction): void {
    fn.setEnvironment('ordersTable', this.orders.tableName);
    fn.setEnvironment('catalogueTable', this.catalogue.tableName);
    fn.setEnvironment('orderDeadlineSeconds', String(orderDeadline.toSeconds()));
    fn.allow(['dynamodb:PutItem'], this.orders.tableArn);
    this.props.outbox.connect(fn);
  }

  /** Moving orders on: state, stock and messages in one transaction. */
  private connectMoves(fn: NodeFunction): void {
    this.connectWrites(fn);
    fn.allow(['dynamodb:UpdateItem'], this.catalogue.tableArn);
  }
}
