import type { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import type {
  QueueDescription,
  QueueMessage,
  QueueSource,
} from '../../../local/services/lambda/mappings/queue-source.ts';

interface Held {
  readonly id: string;
  readonly body: string;
  readonly group: string | undefined;
  receives: number;
  visibleAt: number;
}

/** A queue reduced to what mappings see: visibility, receive counts, groups locked while a message is out. */
export class QueueOfTests implements QueueSource {
  readonly deleted: string[] = [];
  readonly deletes: number[] = [];
  visibilityTimeoutSeconds = 30;
  receiveCalls = 0;
  readonly #clock: VirtualClock;
  #messages: Held[] = [];
  readonly #listeners = new Set<() => void>();
  #sent = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get depth(): number {
    return this.#messages.length;
  }

  receives(id: string): number {
    return this.#messages.find((message) => message.id === id)?.receives ?? 0;
  }

  send(body: string, group?: string): string {
    this.#sent += 1;
    const id = `m${this.#sent}`;
    this.#messages.push({ id, body, group, receives: 0, visibleAt: 0 });
    this.#notify();
    return id;
  }

  describe(queueArn: string): QueueDescription | undefined {
    if (queueArn.endsWith(':missing')) return undefined;
    return { fifo: queueArn.endsWith('.fifo'), visibilityTimeoutSeconds: this.visibilityTimeoutSeconds };
  }

  receive(_queueArn: string, most: number): readonly QueueMessage[] {
    this.receiveCalls += 1;
    const now = this.#clock.now();
    const locked = new Set(
      this.#messages
        .filter((message) => message.group !== undefined && message.visibleAt > now)
        .map(({ group }) => group),
    );
    const ready = this.#messages.filter((message) => message.visibleAt <= now && !locked.has(message.group));
    return ready.slice(0, most).map((message) => {
      message.receives += 1;
      message.visibleAt = now + this.visibilityTimeoutSeconds * 1000;
      this.#clock.schedule(message.visibleAt, () => this.#notify());
      return view(message, now);
    });
  }

  delete(_queueArn: string, receiptHandles: readonly string[]): void {
    this.deletes.push(receiptHandles.length);
    const gone = new Set(receiptHandles);
    this.deleted.push(...receiptHandles);
    this.#messages = this.#messages.filter((message) => !gone.has(message.id));
    this.#notify();
  }

  onAvailable(_queueArn: string, listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#messages.length > 0) listener();
    return () => this.#listeners.delete(listener);
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

function view(message: Held, now: number): QueueMessage {
  const fifo = message.group !== undefined;
  return {
    MessageId: message.id,
    ReceiptHandle: message.id,
    Body: message.body,
    MD5OfBody: 'x',
    Attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(now),
      ...(fifo && { MessageGroupId: message.group, SequenceNumber: message.id.slice(1).padStart(20, '0') }),
    },
  };
}
