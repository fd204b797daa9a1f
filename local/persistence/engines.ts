import type { Cloud } from '../services/cloud.ts';

/** What a write-ahead log needs of an engine. Changes are plain JSON. */
export interface DurableEngine {
  /** Calls `listener` with every change from now on. */
  listen(listener: (change: object) => void): void;
  restore(change: object): void;
  /** Changes that, restored into a new engine in this order, make this one again. */
  snapshot(): Iterable<object>;
}

interface Engine<Change> {
  listen(listener: (change: Change) => void): void;
  restore(change: Change): void;
  snapshot(): Iterable<Change>;
}

/**
 * Every engine whose state outlives the process, by the name its lines carry. Functions, roles and the API are
 * not among them: they are what the template says.
 */
export function durableEngines(cloud: Cloud): Record<string, DurableEngine> {
  const { cloudwatch, dynamodb, lambda, s3, scheduler, sns, sqs } = cloud;
  return {
    cloudwatch: durable({
      listen: (listener) => (cloudwatch.store.onChange = listener),
      restore: (change) => cloudwatch.store.restore(change),
      snapshot: () => cloudwatch.store.snapshot(),
    }),
    dynamodb: durable({
      listen: (listener) => (dynamodb.onChange = listener),
      restore: (change) => dynamodb.restore(change),
      snapshot: () => dynamodb.snapshot(),
    }),
    lambda: durable({
      listen: (listener) => {
        lambda.store.onChange = (change) => {
          if (change.table !== 'functions' && change.table !== 'layers') listener(change);
        };
      },
      restore: (change) => lambda.store.restore(change),
      snapshot: () => lambda.store.snapshot(['mappings', 'asyncEvents', 'checkpoints']),
    }),
    s3: durable({
      listen: (listener) => (s3.onChange = listener),
      restore: (change) => s3.restore(change),
      snapshot: () => s3.store.snapshot(),
    }),
    scheduler: durable({
      listen: (listener) => (scheduler.store.onChange = listener),
      restore: (change) => scheduler.store.restore(change),
      snapshot: () => scheduler.store.snapshot(),
    }),
    sns: durable({
      listen: (listener) => (sns.store.onChange = listener),
      restore: (change) => sns.restore(change),
      snapshot: () => sns.snapshot(),
    }),
    sqs: durable({
      listen: (listener) => (sqs.onChange = listener),
      restore: (change) => sqs.restore(change),
      snapshot: () => sqs.snapshot(),
    }),
  };
}

/** Lines of a log come back untyped: what an engine wrote, it reads. */
function durable<Change extends object>(engine: Engine<Change>): DurableEngine {
  const { listen, restore, snapshot } = engine;
  return { listen, restore: (change) => restore(change as Change), snapshot };
}
