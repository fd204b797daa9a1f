import type { MessageRecord, MessageState } from './message.ts';
import type { Queue, QueueCounters } from './queue.ts';

export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** 0 for an empty queue. */
  readonly oldestAgeSeconds: number;
  readonly counters: Readonly<QueueCounters>;
}

export interface QueueSummary extends QueueDepth {
  readonly arn: string;
  readonly name: string;
  readonly url: string;
  readonly fifo: boolean;
  readonly deadLetterTargetArn: string | undefined;
}

export interface BrowsedMessage extends Readonly<MessageRecord> {
  readonly state: MessageState;
}

export function depthOf(queue: Queue, now: number): QueueDepth {
  queue.settle();
  const { oldestAt, counts } = queue;
  return {
    visible: counts.visible,
    inFlight: counts['in-flight'],
    delayed: counts.delayed,
    oldestAgeSeconds: oldestAt === undefined ? 0 : Math.floor((now - oldestAt) / 1000),
    counters: { ...queue.counters },
  };
}

export function summaryOf(queue: Queue, url: string, now: number): QueueSummary {
  const { arn, record, settings } = queue;
  return {
    arn,
    name: record.name,
    url,
    fifo: record.fifo,
    deadLetterTargetArn: settings.redrivePolicy?.deadLetterTargetArn,
    ...depthOf(queue, now),
  };
}

/** Oldest arrival first, in whatever state. */
export function browseQueue(queue: Queue, most: number): BrowsedMessage[] {
  queue.settle();
  const messages: BrowsedMessage[] = [];
  for (const { record, state } of queue.entries.values()) {
    if (messages.length >= most) break;
    messages.push({ ...record, state });
  }
  return messages;
}
