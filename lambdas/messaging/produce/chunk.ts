export interface OutgoingMessage {
  readonly body: string;
  /** String attributes, at most ten. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Of a FIFO queue or topic. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /**
   * Whose message it is, on a standard queue or topic: SQS then keeps one sender's backlog from delaying the others'
   * messages, and promises no order (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html).
   * Not together with `groupId`.
   */
  readonly fairGroup?: string;
  /** 0 to 900; not for FIFO queues. */
  readonly delaySeconds?: number;
}

/** A message with its place in the caller's list, by which failures are named. */
export interface Entry {
  readonly id: string;
  readonly index: number;
  readonly message: OutgoingMessage;
}

export interface Limits {
  readonly entries: number;
  readonly bytes: number;
}

/** What AWS counts towards a message's size: body, and names, types and values of its attributes, in UTF-8. */
export function messageBytes(message: OutgoingMessage): number {
  let bytes = Buffer.byteLength(message.body);
  for (const [name, value] of Object.entries(message.attributes ?? {})) {
    bytes += Buffer.byteLength(name) + 'String'.length + Buffer.byteLength(value);
  }
  return bytes;
}

/**
 * Cuts a list into batches within the limits, order kept. A batch holds one message of a group at most: entries of one
 * request succeed or fail one by one, and a later one must not overtake an earlier one of its group.
 *
 * @throws RangeError for a message that fits no batch
 */
export function chunk(messages: readonly OutgoingMessage[], limits: Limits): Entry[][] {
  const chunks: Entry[][] = [];
  let current: Entry[] = [];
  let groups = new Set<string>();
  let bytes = 0;
  for (const [index, message] of messages.entries()) {
    const size = messageBytes(message);
    if (size > limits.bytes) {
      throw new RangeError(
        `message ${index} has ${size} bytes; a batch takes at most ${limits.bytes}: send a claim check instead`,
      );
    }
    const repeatsGroup = message.groupId !== undefined && groups.has(message.groupId);
    if (current.length === limits.entries || bytes + size > limits.bytes || repeatsGroup) {
      chunks.push(current);
      current = [];
      groups = new Set();
      bytes = 0;
    }
    current.push({ id: String(index), index, message });
    if (message.groupId !== undefined) groups.add(message.groupId);
    bytes += size;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}
