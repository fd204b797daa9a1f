import { invalidParameter } from './errors.ts';
import type { Cancel } from '../../clock/clock.ts';
import type { Entry, MessageRecord } from './message.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';
import type { MoveTaskRecord } from './store.ts';

/** The most that AWS lets one ask for, and what it is unless one asks for less. */
const FASTEST_PER_SECOND = 500;
const KEPT_PER_QUEUE = 10;

/** Redrives of dead-letter queues, message by message at their rate. */
export class MoveTasks {
  readonly #sqs: Sqs;
  /** By source queue, newest last. */
  readonly #bySource = new Map<string, MoveTaskRecord[]>();
  readonly #timers = new Map<string, Cancel>();

  constructor(sqs: Sqs) {
    this.#sqs = sqs;
  }

  /** Newest first. */
  of(sourceArn: string): readonly MoveTaskRecord[] {
    return (this.#bySource.get(sourceArn) ?? []).toReversed();
  }

  all(): MoveTaskRecord[] {
    return [...this.#bySource.values()].flat();
  }

  start(task: Omit<MoveTaskRecord, 'status' | 'moved'>): void {
    if (this.of(task.sourceArn).some(isActive)) {
      throw invalidParameter(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const running = { ...task, status: 'RUNNING', moved: 0 } as const;
    this.#put(running);
    this.#schedule(running);
  }

  /** Stops a task that runs. What was moved stays moved. */
  cancel(task: MoveTaskRecord): MoveTaskRecord {
    this.#timers.get(task.taskId)?.();
    const cancelled = { ...task, status: 'CANCELLED' } as const;
    this.#put(cancelled);
    return cancelled;
  }

  restore(task: MoveTaskRecord): void {
    this.#timers.get(task.taskId)?.();
    this.#put(task);
    if (isActive(task)) this.#schedule(task);
  }

  #put(task: MoveTaskRecord): void {
    const tasks = this.#bySource.get(task.sourceArn) ?? [];
    const others = tasks.filter(({ taskId }) => taskId !== task.taskId);
    this.#bySource.set(task.sourceArn, [...others, task].slice(-KEPT_PER_QUEUE));
    this.#sqs.onChange?.({ kind: 'move-task', task });
  }

  #schedule(task: MoveTaskRecord): void {
    const rate = task.maxPerSecond ?? FASTEST_PER_SECOND;
    const at = Math.max(this.#sqs.now(), task.startedAt + Math.ceil(((task.moved + 1) * 1000) / rate));
    this.#timers.set(
      task.taskId,
      this.#sqs.surroundings.clock.schedule(at, () => this.#step(task)),
    );
  }

  #step(task: MoveTaskRecord): void {
    const source = this.#sqs.queueByArn(task.sourceArn);
    source?.settle();
    if (source === undefined) return this.#end(task, 'FAILED', 'AWS.SimpleQueueService.NonExistentQueue');
    if (task.moved >= task.toMove || !source.receivable) return this.#end(task, 'COMPLETED');
    const failure = this.#moveOne(source, task);
    if (failure !== undefined) return this.#end(task, 'FAILED', failure);
    const moved = { ...task, moved: task.moved + 1 };
    this.#put(moved);
    if (moved.moved >= moved.toMove || !source.receivable) this.#end(moved, 'COMPLETED');
    else this.#schedule(moved);
  }

  #end(task: MoveTaskRecord, status: 'COMPLETED' | 'FAILED', failureReason?: string): void {
    this.#timers.delete(task.taskId);
    this.#put({ ...task, status, ...(failureReason !== undefined && { failureReason }) });
    this.#sqs.surroundings.journal({
      service: 'sqs',
      event: status === 'FAILED' ? 'move-failed' : 'move-completed',
      resource: task.sourceArn,
      taskId: task.taskId,
      moved: task.moved,
      reason: failureReason,
    });
  }

  /** @returns why it could not be moved */
  #moveOne(source: Queue, task: MoveTaskRecord): string | undefined {
    let failure: string | undefined;
    source.take(1, (entry) => {
      const targetArn = task.destinationArn ?? entry.record.deadLetterSourceArn;
      const target = targetArn === undefined ? undefined : this.#sqs.queueByArn(targetArn);
      if (target === undefined) {
        failure =
          targetArn === undefined ? 'CouldNotDetermineMessageSource' : 'AWS.SimpleQueueService.NonExistentQueue';
      } else this.#move(source, entry, target, task);
      return true;
    });
    return failure;
  }

  /**
   * A redriven message is a new one: new id, new enqueue time.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
   */
  #move(source: Queue, entry: Entry, target: Queue, task: MoveTaskRecord): void {
    const now = this.#sqs.now();
    const { record } = entry;
    source.remove(entry, 'moved');
    const { firstReceivedAt: _first, lastReceivedAt: _last, deadLetterSourceArn: _source, ...kept } = record;
    const moved: MessageRecord = {
      ...kept,
      messageId: this.#sqs.nextMessageId(),
      ...(target.record.fifo && { sequenceNumber: this.#sqs.nextSequenceNumber() }),
      sentAt: now,
      enqueuedAt: now,
      arrivedAt: now,
      receiveCount: 0,
      visibleAt: now,
    };
    target.add(moved, 'moved');
    this.#sqs.report('moved', target, {
      messageId: moved.messageId,
      fromMessageId: record.messageId,
      source: source.arn,
      taskId: task.taskId,
      body: moved.body,
    });
    target.waiters.wake(target);
  }
}

export function isActive({ status }: MoveTaskRecord): boolean {
  return status === 'RUNNING' || status === 'CANCELLING';
}
