import type { Cloud } from '../services/cloud.ts';
import type { DurableEngine } from './engines.ts';

/** A resource that a template made. */
export interface Deployed {
  readonly type: string;
  /** What `Ref` gives for it. */
  readonly ref: string;
}

type Removal = (ref: string, cloud: Cloud) => void;

/**
 * What would go on acting without its template is removed with it. Tables and buckets stay, and queues too unless they
 * are empty: nobody loses data by a change of the template.
 */
const removals: Readonly<Record<string, Removal>> = {
  'AWS::CloudWatch::Alarm': (ref, { cloudwatch }) => cloudwatch.store.apply({ kind: 'alarm-deleted', name: ref }),
  'AWS::CloudWatch::CompositeAlarm': (ref, { cloudwatch }) =>
    cloudwatch.store.apply({ kind: 'alarm-deleted', name: ref }),
  'AWS::CloudWatch::Dashboard': (ref, { cloudwatch }) =>
    cloudwatch.store.apply({ kind: 'dashboard-deleted', name: ref }),
  'AWS::Scheduler::Schedule': (ref, { scheduler }) => {
    for (const schedule of scheduler.schedules()) if (schedule.name === ref) scheduler.remove(schedule, 'deleted');
  },
  'AWS::SNS::Subscription': (ref, { sns }) => sns.store.apply({ kind: 'subscription-deleted', arn: ref }),
  'AWS::SNS::Topic': (ref, { sns }) => sns.store.apply({ kind: 'topic-deleted', arn: ref }),
  'AWS::SQS::Queue': (ref, { sqs }) => {
    const queue = sqs
      .allQueues()
      .find(({ record }) => sqs.urlOf(record.name) === ref || ref.endsWith(`/${record.name}`));
    if (queue !== undefined && queue.entries.size === 0) sqs.removeQueue(queue);
  },
};

/** Remembers what the last deployment made, so that the next one can tell what is no longer wanted. */
export class StackLedger implements DurableEngine {
  #deployed: readonly Deployed[] = [];
  #listener: ((change: object) => void) | undefined;

  listen(listener: (change: object) => void): void {
    this.#listener = listener;
  }

  restore(change: object): void {
    this.#deployed = (change as { deployed: readonly Deployed[] }).deployed;
  }

  snapshot(): object[] {
    return [{ deployed: this.#deployed }];
  }

  /** Takes down a deployment that has just ended, and removes what the one before it made and this one did not. */
  deployed(now: readonly Deployed[], cloud: Cloud): void {
    const wanted = new Set(now.map(keyOf));
    for (const old of this.#deployed) if (!wanted.has(keyOf(old))) removals[old.type]?.(old.ref, cloud);
    this.#deployed = now.filter(({ type }) => Object.hasOwn(removals, type));
    this.#listener?.({ deployed: this.#deployed });
  }
}

/** The port in a queue's URL may be another one each time. */
function keyOf({ type, ref }: Deployed): string {
  return `${type} ${ref.replace(/^http:\/\/[^/]+/, '')}`;
}
