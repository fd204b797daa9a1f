import { metricId, type Dimension, type MetricId, type MetricStore } from '../metrics/metric-store.ts';
import type { JournalEntry } from '../../service.ts';

interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

type Measure = (entry: JournalEntry) => readonly Measurement[];

/** What a fact about a resource means for the metrics that AWS keeps of it; by `service.event`. */
const MEASURES: Readonly<Record<string, Measure>> = {
  'lambda.invoked': () => [count('Invocations'), count('Throttles', 0)],
  'lambda.throttled': () => [count('Throttles')],
  'lambda.completed': (entry) => [count('Errors', 0), milliseconds('Duration', entry['durationMs'])],
  'lambda.failed': (entry) => [count('Errors'), milliseconds('Duration', entry['durationMs'])],
  'lambda.accepted': () => [count('AsyncEventsReceived')],
  'lambda.dropped': () => [count('AsyncEventsDropped')],
  'sns.published': ({ size }) => [count('NumberOfMessagesPublished'), bytes('PublishSize', size)],
  'sns.delivered': () => [count('NumberOfNotificationsDelivered')],
  'sns.delivery-failed': failedNotification,
  'sns.filtered-out': filteredOut,
  'sns.dead-lettered': () => [count('NumberOfNotificationsRedrivenToDlq')],
  'sns.dead-letter-failed': (entry) =>
    entry['retryInSeconds'] === undefined ? [count('NumberOfNotificationsFailedToRedriveToDlq')] : [],
  'dynamodb.throttled': () => [count('ThrottledRequests')],
  'dynamodb.refused': refusedByTable,
};

const DIMENSIONS: Readonly<Record<string, readonly [namespace: string, dimension: string]>> = {
  lambda: ['AWS/Lambda', 'FunctionName'],
  sns: ['AWS/SNS', 'TopicName'],
  dynamodb: ['AWS/DynamoDB', 'TableName'],
};

/** Keeps the metrics of Lambda, SNS and DynamoDB from what their engines report. */
export class JournalMetrics {
  readonly #store: MetricStore;
  readonly #running = new Map<string, number>();
  readonly #ids = new Map<string, MetricId>();

  constructor(store: MetricStore) {
    this.#store = store;
  }

  observe(entry: JournalEntry, now: number): void {
    const measure = MEASURES[`${entry.service}.${entry.event}`];
    if (measure === undefined) return;
    const [namespace, dimension] = DIMENSIONS[entry.service]!;
    const name = nameOf(entry.service, entry.resource);
    const record = ({ name: metric, value, unit }: Measurement, dimensions: readonly Dimension[]): void =>
      this.#store.record(this.#idOf(namespace, metric, dimensions), now, value, 1, unit);
    const measurements = [...measure(entry), ...this.#concurrency(entry, name)];
    for (const measurement of measurements) {
      record(measurement, [{ Name: dimension, Value: name }]);
      // Lambda also keeps its metrics over all functions.
      if (entry.service === 'lambda') record(measurement, []);
    }
  }

  #idOf(namespace: string, metric: string, dimensions: readonly Dimension[]): MetricId {
    const key = `${namespace} ${metric} ${dimensions[0]?.Value ?? ''}`;
    let id = this.#ids.get(key);
    if (id === undefined) this.#ids.set(key, (id = metricId(namespace, metric, dimensions)));
    return id;
  }

  #concurrency({ service, event }: JournalEntry, name: string): Measurement[] {
    if (service !== 'lambda') return [];
    const running = this.#running.get(name) ?? 0;
    if (event === 'completed' || event === 'failed') this.#running.set(name, Math.max(0, running - 1));
    if (event !== 'invoked') return [];
    this.#running.set(name, running + 1);
    return [count('ConcurrentExecutions', running + 1)];
  }
}

/** Queues, topics: the last part of the ARN; functions and tables without version or index. */
function nameOf(service: string, resource: string): string {
  const parts = resource.split(':');
  if (service === 'lambda') return parts[6] ?? resource;
  if (service === 'dynamodb') return (parts[5] ?? resource).split('/')[1] ?? resource;
  return parts.at(-1)!;
}

/** AWS counts every failed attempt at an HTTP(S) endpoint, but of the others only what it gave up. */
function failedNotification({ protocol, retryInSeconds }: JournalEntry): Measurement[] {
  const http = protocol === 'http' || protocol === 'https';
  return http || retryInSeconds === undefined ? [count('NumberOfNotificationsFailed')] : [];
}

function filteredOut({ reason }: JournalEntry): Measurement[] {
  const all = count('NumberOfNotificationsFilteredOut');
  return reason === 'filtered' ? [all] : [all, count(`NumberOfNotificationsFilteredOut-${String(reason)}`)];
}

function refusedByTable({ reason }: JournalEntry): Measurement[] {
  switch (reason) {
    case 'ConditionalCheckFailedException':
      return [count('ConditionalCheckFailedRequests')];
    case 'TransactionConflictException':
      return [count('TransactionConflict')];
    case 'ProvisionedThroughputExceededException':
    case 'ThrottlingException':
      return [count('ThrottledRequests')];
    default:
      return [];
  }
}

function count(name: string, value = 1): Measurement {
  return { name, value, unit: 'Count' };
}

function milliseconds(name: string, value: unknown): Measurement {
  return { name, value: Number(value ?? 0), unit: 'Milliseconds' };
}

function bytes(name: string, value: unknown): Measurement {
  return { name, value: Number(value ?? 0), unit: 'Bytes' };
}
