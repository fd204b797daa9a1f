import { ByAge } from './by-age.ts';
import { DueHeap } from './due-heap.ts';
import { ExpiringMap } from './expiring-map.ts';
import { FairOrder } from './fair-order.ts';
import { FifoOrder } from './fifo-order.ts';
import { newEntry, type Entry, type MessageRecord, type MessageState } from './message.ts';
import { queueSettings, type QueueSettings } from './queue-settings.ts';
import { Waiters } from './waiters.ts';
import type { Arrival, Departure, OnChange, QueueChange, QueueRecord, SentBefore, SqsChange } from './store.ts';
import type { Cancel, Clock } from '../../clock/clock.ts';
import type { DeliveryOrder } from './delivery-order.ts';
import type { ReceiveAttempt } from './receive.ts';

/** Both for sends (deduplication ids) and for receives (receive request attempt ids). */
const DEDUPLICATION_MILLISECONDS = 5 * 60_000;

/** Messages that came and went since the queue was made; what came in minus what left is what is there. */
export type QueueCounters = Record<'sent' | 'movedIn' | 'deadLetteredIn' | 'received', number> &
  Record<Departure, number>;

export interface QueueHost {
  readonly clock: Clock;
  readonly onChange: OnChange | undefined;
  /** Told after a message outlived its retention. */
  expired(queue: Queue, message: MessageRecord): void;
}

/** The messages of one queue. Every change of a message's state goes through here. */
export class Queue {
  readonly entries = new Map<string, Entry>();
  readonly counts: Record<Exclude<MessageState, 'gone'>, number> = { delayed: 0, visible: 0, 'in-flight': 0 };
  readonly counters: QueueCounters = {
    sent: 0,
    movedIn: 0,
    deadLetteredIn: 0,
    received: 0,
    deleted: 0,
    'dead-lettered': 0,
    expired: 0,
    purged: 0,
    moved: 0,
  };
  readonly deduplication = new ExpiringMap<SentBefore>(DEDUPLICATION_MILLISECONDS);
  readonly attempts = new ExpiringMap<ReceiveAttempt>(DEDUPLICATION_MILLISECONDS);
  readonly waiters = new Waiters();
  readonly #host: QueueHost;
  readonly #order: DeliveryOrder;
  readonly #due = new DueHeap<Entry>((entry) => entry.ticket);
  readonly #byAge = new ByAge();
  #record: QueueRecord;
  #settings: QueueSettings;
  #armedAt = Infinity;
  #disarm: Cancel = () => undefined;

  constructor(record: QueueRecord, host: QueueHost) {
    this.#record = record;
    this.#settings = queueSettings(record);
    this.#host = host;
    this.#order = record.fifo ? new FifoOrder() : new FairOrder();
  }

  get record(): QueueRecord {
    return this.#record;
  }

  get settings(): QueueSettings {
    return this.#settings;
  }

  get arn(): string {
    return this.#record.arn;
  }

  get receivable(): boolean {
    return this.#order.receivable;
  }

  /** When the message came that is here the longest. */
  get oldestAt(): number | undefined {
    return this.#byAge.longestHere?.record.arrivedAt;
  }

  update(record: QueueRecord): void {
    const { delay } = this.#settings;
    const { purgedAt } = this.#record;
    this.#record = record;
    this.#settings = queueSettings(record);
    this.#host.onChange?.({ kind: 'queue', queue: record });
    if (record.purgedAt !== purgedAt) this.deduplication.clear();
    // The delay of a FIFO queue is retroactive, that of a standard queue is not.
    if (record.fifo && delay !== this.#settings.delay) this.#redelay();
    this.settle();
    this.#arm();
  }

  add(record: MessageRecord, how: Arrival): Entry {
    const now = this.#host.clock.now();
    const entry = newEntry(record);
    if (record.visibleAt <= now) entry.state = 'visible';
    else if (record.lastReceivedAt !== undefined) entry.state = 'in-flight';
    this.entries.set(record.messageId, entry);
    this.counts[entry.state as keyof typeof this.counts] += 1;
    this.counters[how === 'sent' ? 'sent' : how === 'moved' ? 'movedIn' : 'deadLetteredIn'] += 1;
    this.#order.added(entry, now);
    this.#byAge.add(entry);
    if (entry.state !== 'visible') this.#due.push(record.visibleAt, entry);
    this.#host.onChange?.({ kind: 'arrived', arn: this.arn, how, message: record });
    this.#arm();
    return entry;
  }

  /** Shows receivable messages to `visit`, which must receive or remove each and says whether it counts. */
  take(most: number, visit: (entry: Entry) => boolean): void {
    this.#order.take(most, this.#host.clock.now(), visit);
  }

  /** Notes a receive: the message is in flight until `visibleAt`, even where that is now: `settle` then frees it. */
  receive(entry: Entry, visibleAt: number): void {
    const now = this.#host.clock.now();
    const { record } = entry;
    record.receiveCount += 1;
    record.firstReceivedAt ??= now;
    record.lastReceivedAt = now;
    record.visibleAt = visibleAt;
    this.counters.received += 1;
    this.#change(entry, 'in-flight', now);
    this.#due.push(visibleAt, entry);
    this.#host.onChange?.({ kind: 'received', arn: this.arn, messageId: record.messageId, at: now, visibleAt });
    this.#arm();
  }

  setVisibleAt(entry: Entry, visibleAt: number): void {
    const now = this.#host.clock.now();
    entry.record.visibleAt = visibleAt;
    this.#change(entry, visibleAt > now ? 'in-flight' : 'visible', now);
    if (visibleAt > now) this.#due.push(visibleAt, entry);
    this.#host.onChange?.({ kind: 'visibility', arn: this.arn, messageId: entry.record.messageId, visibleAt });
    this.#arm();
  }

  remove(entry: Entry, how: Departure): void {
    this.entries.delete(entry.record.messageId);
    this.#byAge.remove(entry);
    this.counters[how] += 1;
    this.#change(entry, 'gone', this.#host.clock.now());
    this.#host.onChange?.({ kind: 'left', arn: this.arn, messageId: entry.record.messageId, how });
  }

  /** Brings the messages up to the present: delays and visibility timeouts that ended, retention that ran out. */
  settle(): void {
    const now = this.#host.clock.now();
    for (let entry = this.#due.takeDue(now); entry !== undefined; entry = this.#due.takeDue(now)) {
      this.#change(entry, 'visible', now);
    }
    const horizon = now - this.#settings.retention;
    for (let entry = this.#byAge.firstToExpire; entry !== undefined; entry = this.#byAge.firstToExpire) {
      if (entry.record.enqueuedAt > horizon) break;
      this.remove(entry, 'expired');
      this.#host.expired(this, entry.record);
    }
  }

  /** Replays a change of one of its messages from a log. */
  restore(change: QueueChange): void {
    if (change.kind === 'arrived') this.add(change.message, change.how);
    else if (change.kind === 'deduplication') this.deduplication.set(change.key, change.sent, change.at);
    else this.#restoreEntry(this.entries.get(change.messageId), change);
  }

  *snapshot(): Generator<SqsChange> {
    const { arn } = this;
    yield { kind: 'queue', queue: this.#record };
    for (const { record } of this.entries.values()) yield { kind: 'arrived', arn, how: 'sent', message: record };
    for (const [key, sent, at] of this.deduplication.entries()) yield { kind: 'deduplication', arn, key, sent, at };
  }

  /** Ends all timers; the queue is gone. */
  close(): void {
    this.#disarm();
    this.#armedAt = -Infinity;
  }

  #change(entry: Entry, to: MessageState, now: number): void {
    const from = entry.state;
    entry.state = to;
    entry.ticket += 1;
    if (from === to || from === 'gone') return;
    this.counts[from] -= 1;
    if (to === 'gone') {
      this.#order.removed(entry, from, now);
      return;
    }
    this.counts[to] += 1;
    if (to === 'visible' && from !== 'visible') this.#order.becameVisible(entry, from, now);
    else if (to === 'in-flight') this.#order.becameInFlight(entry, now);
  }

  #restoreEntry(entry: Entry | undefined, change: Exclude<QueueChange, { kind: 'arrived' | 'deduplication' }>): void {
    if (entry === undefined) return;
    if (change.kind === 'left') {
      this.remove(entry, change.how);
      return;
    }
    if (change.kind === 'received') {
      entry.record.receiveCount += 1;
      entry.record.firstReceivedAt ??= change.at;
      entry.record.lastReceivedAt = change.at;
      this.counters.received += 1;
    }
    this.setVisibleAt(entry, change.visibleAt);
  }

  #redelay(): void {
    for (const entry of this.entries.values()) {
      if (entry.state !== 'delayed') continue;
      entry.record.visibleAt = entry.record.enqueuedAt + this.#settings.delay;
      entry.ticket += 1;
      this.#due.push(entry.record.visibleAt, entry);
    }
  }

  #arm(): void {
    const due = this.#due.peek()?.at ?? Infinity;
    const expiry = (this.#byAge.firstToExpire?.record.enqueuedAt ?? Infinity) + this.#settings.retention;
    const at = Math.min(due, expiry);
    if (at >= this.#armedAt) return;
    this.#disarm();
    this.#armedAt = at;
    this.#disarm = this.#host.clock.schedule(at, () => {
      this.#armedAt = Infinity;
      this.settle();
      this.#arm();
      this.waiters.wake(this);
    });
  }
}
