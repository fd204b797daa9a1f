import { eachEntry, type BatchResult } from './batch.ts';
import { md5 } from './digest.ts';
import { queueDoesNotExist } from './errors.ts';
import { enqueue, type Sent } from './enqueue.ts';
import { MoveTasks } from './move-tasks.ts';
import { readNewMessage, type MessageInput } from './new-message.ts';
import { Queue, type QueueHost } from './queue.ts';
import { queueArnOf } from './queue-name.ts';
import { receiveNow, type ReceiveOptions } from './receive.ts';
import { receivedMessage, type ReceivedMessage } from './received-message.ts';
import { changeVisibilityOf, deleteReceived } from './settle.ts';
import { Sequence } from './sequence.ts';
import { browseQueue, depthOf, summaryOf, type BrowsedMessage, type QueueDepth, type QueueSummary } from './views.ts';
import type { Cancel, Clock } from '../../clock/clock.ts';
import type { Call, Caller, Surroundings } from '../service.ts';
import type { Entry, MessageRecord } from './message.ts';
import type { OnChange, QueueRecord, SqsChange } from './store.ts';

const REUSE_NAME_AFTER_MILLISECONDS = 60_000;

/** The queues of one account and region. */
export class Sqs implements QueueHost {
  readonly surroundings: Surroundings;
  readonly moveTasks: MoveTasks;
  /** Told of every change, for a write-ahead log. A change must be written down at once: its message lives on. */
  onChange: OnChange | undefined;
  readonly #queues = new Map<string, Queue>();
  readonly #deletedAt = new Map<string, number>();
  readonly #sequence = new Sequence();
  readonly #senders = new Map<string, string>();
  readonly #random;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.#random = surroundings.random.fork('sqs');
    this.moveTasks = new MoveTasks(this);
  }

  get clock(): Clock {
    return this.surroundings.clock;
  }

  /** Called by a queue whose message outlived its retention. */
  expired(queue: Queue, { messageId, receiveCount, body }: MessageRecord): void {
    this.report('expired', queue, { messageId, receiveCount, body, reason: 'retention period ended' });
  }

  now(): number {
    return this.surroundings.clock.now();
  }

  report(event: string, queue: Queue, details: Readonly<Record<string, unknown>>): void {
    this.surroundings.journal({ service: 'sqs', event, resource: queue.arn, ...details });
  }

  nextMessageId(): string {
    return this.#random.uuid();
  }

  nextSequenceNumber(): string {
    return this.#sequence.next(this.now());
  }

  // Queues

  queueByName(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  queueByArn(arn: string): Queue | undefined {
    const queue = this.#queues.get(arn.slice(arn.lastIndexOf(':') + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  /** @throws AwsError `QueueDoesNotExist` */
  demandQueue(arn: string): Queue {
    const queue = this.queueByArn(arn);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  arnOf(name: string): string {
    return queueArnOf(name, this.surroundings);
  }

  urlOf(name: string): string {
    return `${this.surroundings.endpoint}/${this.surroundings.accountId}/${name}`;
  }

  /** By name: the order in which AWS lists them. */
  allQueues(): Queue[] {
    return [...this.#queues.values()].sort((a, b) => (a.record.name < b.record.name ? -1 : 1));
  }

  wasDeletedRecently(name: string): boolean {
    const at = this.#deletedAt.get(name);
    return at !== undefined && this.now() < at + REUSE_NAME_AFTER_MILLISECONDS;
  }

  putQueue(record: QueueRecord): Queue {
    const existing = this.#queues.get(record.name);
    if (existing !== undefined) {
      existing.update(record);
      existing.waiters.wake(existing);
      return existing;
    }
    const queue = new Queue(record, this);
    this.#queues.set(record.name, queue);
    this.onChange?.({ kind: 'queue', queue: record });
    return queue;
  }

  removeQueue(queue: Queue): void {
    queue.close();
    this.#queues.delete(queue.record.name);
    this.#deletedAt.set(queue.record.name, this.now());
    this.onChange?.({ kind: 'queue-deleted', arn: queue.arn, at: this.now() });
  }

  // Messages

  /** Where messages received too often go; undefined where there is no such queue. */
  deadLetterQueueOf(queue: Queue): Queue | undefined {
    const target = queue.settings.redrivePolicy?.deadLetterTargetArn;
    return target === undefined ? undefined : this.queueByArn(target);
  }

  /**
   * A standard queue's message keeps its enqueue time, so that it expires as if it had stayed; a FIFO queue's does not.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
   */
  deadLetter(queue: Queue, entry: Entry, target: Queue): void {
    const now = this.now();
    const { record } = entry;
    queue.remove(entry, 'dead-lettered');
    const moved = { ...record, arrivedAt: now, visibleAt: now, deadLetterSourceArn: queue.arn };
    // Its own id for deduplication, so that two messages that share one can both be dead.
    const renewed = { ...moved, enqueuedAt: now, deduplicationId: record.messageId };
    target.add(queue.record.fifo ? renewed : moved, 'dead-lettered');
    const { messageId, receiveCount, body } = record;
    const reason = `received ${receiveCount} times`;
    this.report('dead-lettered', queue, { messageId, receiveCount, target: target.arn, body, reason });
  }

  /** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html `SenderId` */
  senderId({ principal }: Caller): string {
    const known = this.#senders.get(principal);
    if (known !== undefined) return known;
    const role = /:role\/(?:.*\/)?([^/]+)$/.exec(principal)?.[1];
    let id = principal.endsWith(':root') ? this.surroundings.accountId : principal;
    if (role !== undefined) id = `AROA${md5(principal).slice(0, 17).toUpperCase()}:${role}`;
    this.#senders.set(principal, id);
    return id;
  }

  // For other engines, in process

  /** @throws AwsError as SendMessage does */
  send(queueArn: string, message: MessageInput, call: Call): Sent {
    const queue = this.#authorized(queueArn, 'SendMessage', call);
    const sent = enqueue(this, queue, readNewMessage(queue, message), call);
    queue.waiters.wake(queue);
    return sent;
  }

  /** Takes what is receivable now, without waiting; `most` may exceed ten. */
  receive(queueArn: string, options: ReceiveOptions, call: Call): ReceivedMessage[] {
    const queue = this.#authorized(queueArn, 'ReceiveMessage', call);
    return receiveNow(this, queue, { waits: true, ...options }).map(({ record }) => receivedMessage(queue, record));
  }

  delete(queueArn: string, receiptHandle: string, call: Call): void {
    const queue = this.#authorized(queueArn, 'DeleteMessage', call);
    deleteReceived(this, queue, receiptHandle);
    queue.waiters.wake(queue);
  }

  /** Deletes each by itself; `Failed` names those refused by their place in `receiptHandles`. */
  deleteBatch(queueArn: string, receiptHandles: readonly string[], call: Call): BatchResult<object> {
    const queue = this.#authorized(queueArn, 'DeleteMessage', call);
    const entries = receiptHandles.map((handle, index) => ({ Id: String(index), handle }));
    const result = eachEntry(entries, ({ handle }) => {
      deleteReceived(this, queue, handle);
      return {};
    });
    queue.waiters.wake(queue);
    return result;
  }

  changeVisibility(queueArn: string, receiptHandle: string, seconds: number, call: Call): void {
    const queue = this.#authorized(queueArn, 'ChangeMessageVisibility', call);
    changeVisibilityOf(this, queue, receiptHandle, seconds);
    queue.waiters.wake(queue);
  }

  /** Calls `listener` whenever a message may have become receivable. It is called once more, at the latest, per message. */
  onAvailable(queueArn: string, listener: () => void): Cancel {
    return this.demandQueue(queueArn).waiters.listen(listener);
  }

  // For people and tests

  depth(queueArn: string): QueueDepth | undefined {
    const queue = this.queueByArn(queueArn);
    return queue && depthOf(queue, this.now());
  }

  queues(): QueueSummary[] {
    return this.allQueues().map((queue) => summaryOf(queue, this.urlOf(queue.record.name), this.now()));
  }

  /** The messages of a queue. Looking changes nothing. */
  browse(queueArn: string, most = Infinity): BrowsedMessage[] {
    const queue = this.queueByArn(queueArn);
    return queue === undefined ? [] : browseQueue(queue, most);
  }

  // For a write-ahead log

  /** Replays a change that `onChange` reported in an earlier life; set the hook afterwards. */
  restore(change: SqsChange): void {
    if (change.kind === 'queue') {
      this.putQueue(change.queue);
      return;
    }
    if (change.kind === 'move-task') {
      this.moveTasks.restore(change.task);
      return;
    }
    const queue = this.queueByArn(change.arn);
    if (queue === undefined) return;
    if (change.kind === 'queue-deleted') {
      this.removeQueue(queue);
      this.#deletedAt.set(queue.record.name, change.at);
    } else queue.restore(change);
  }

  /** The present state as the changes that lead to it. */
  *snapshot(): Generator<SqsChange> {
    for (const queue of this.#queues.values()) yield* queue.snapshot();
    for (const task of this.moveTasks.all()) yield { kind: 'move-task', task };
  }

  #authorized(queueArn: string, action: string, call: Call): Queue {
    const policy = this.queueByArn(queueArn)?.settings.policy;
    call.authorize({ action: `sqs:${action}`, resource: queueArn, policy });
    return this.demandQueue(queueArn);
  }
}
