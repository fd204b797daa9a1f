import { throttlingError } from './throttled.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { QueueMessage, QueueSource } from '../services/lambda/mappings/queue-source.ts';
import type { Faults } from './faults.ts';
import type { Effect } from './rule.ts';

/** How long a second receiver takes to come upon a message, milliseconds at most. */
const longestStall = 5000;

export interface QueueHands {
  readonly clock: Clock;
  /** The physical name of the function that a mapping polls for, by its role. */
  readonly functionOf: (role: string) => string | undefined;
  /** Ends a message's visibility timeout. */
  readonly show: (queueArn: string, receiptHandle: string) => void;
}

/** Faults between queues and the mappings that poll them, which do not go over HTTP. */
export function faultsAroundQueues(faults: Faults, hands: QueueHands): (inner: QueueSource) => QueueSource {
  return (inner) => new FaultyQueueSource(inner, faults, hands);
}

class FaultyQueueSource implements QueueSource {
  readonly #inner: QueueSource;
  readonly #faults: Faults;
  readonly #hands: QueueHands;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(inner: QueueSource, faults: Faults, hands: QueueHands) {
    this.#inner = inner;
    this.#faults = faults;
    this.#hands = hands;
  }

  describe(queueArn: string): ReturnType<QueueSource['describe']> {
    return this.#inner.describe(queueArn);
  }

  onAvailable(queueArn: string, listener: () => void): () => void {
    let listeners = this.#listeners.get(queueArn);
    if (listeners === undefined) this.#listeners.set(queueArn, (listeners = new Set()));
    listeners.add(listener);
    const cancel = this.#inner.onAvailable(queueArn, listener);
    return () => {
      listeners.delete(listener);
      cancel();
    };
  }

  receive(queueArn: string, most: number, role: string): readonly QueueMessage[] {
    if (this.#faults.none) return this.#inner.receive(queueArn, most, role);
    const before = this.#strikes('ReceiveMessage', role, queueArn, ['throttle', 'delay']);
    if (before.some(({ effect }) => effect === 'throttle')) throw throttlingError('sqs');
    if (before.length > 0) return this.#later(queueArn, before[0]!.delayMilliseconds!);
    const messages = this.#inner.receive(queueArn, most, role);
    return messages.length === 0 ? messages : this.#received(queueArn, messages, role);
  }

  #received(queueArn: string, messages: readonly QueueMessage[], role: string): readonly QueueMessage[] {
    for (const { ReceiptHandle, Body } of messages) {
      const text = `${queueArn}\n${Body}`;
      for (const { random } of this.#strikes('ReceiveMessage', role, text, ['duplicate']))
        this.#showAgain(queueArn, ReceiptHandle, random);
    }
    const text = [queueArn, ...messages.map(({ Body }) => Body)].join('\n');
    // FIFO queues keep their order whatever happens, so there is none to disturb.
    const disorder: readonly Effect[] =
      this.describe(queueArn)?.fifo === true ? ['loseReply'] : ['loseReply', 'reorder'];
    const strikes = this.#strikes('ReceiveMessage', role, text, disorder);
    if (strikes.some(({ effect }) => effect === 'loseReply')) return [];
    return strikes.length === 0 ? messages : shuffled(messages, strikes[0]!.random);
  }

  delete(queueArn: string, receiptHandles: readonly string[], role: string): void {
    const remove = (): void => this.#inner.delete(queueArn, receiptHandles, role);
    if (this.#faults.none) return remove();
    const strikes = this.#strikes('DeleteMessage', role, queueArn, ['throttle', 'delay', 'duplicate']);
    // The deletion is lost: the messages come again once their visibility timeout is over.
    if (strikes.some(({ effect }) => effect === 'throttle')) return;
    const { clock } = this.#hands;
    const delay = strikes.find(({ effect }) => effect === 'delay')?.delayMilliseconds;
    if (delay === undefined) remove();
    else clock.schedule(clock.now() + delay, remove);
    if (strikes.some(({ effect }) => effect === 'duplicate')) remove();
  }

  #strikes(action: string, role: string, text: string, among: readonly Effect[]): ReturnType<Faults['strikes']> {
    const functionName = this.#hands.functionOf(role);
    return this.#faults.strikes({ service: 'sqs', action, functionName, text: () => text }, among);
  }

  /** Nothing now; the mapping is woken for what is there by then. */
  #later(queueArn: string, milliseconds: number): readonly QueueMessage[] {
    const { clock } = this.#hands;
    clock.schedule(clock.now() + milliseconds, () => {
      for (const listener of this.#listeners.get(queueArn) ?? []) listener();
    });
    return [];
  }

  /** As if the worker had stalled past the visibility timeout: a second one gets the message too. */
  #showAgain(queueArn: string, receiptHandle: string, random: Random): void {
    const { clock, show } = this.#hands;
    clock.schedule(clock.now() + random.below(longestStall + 1), () => show(queueArn, receiptHandle));
  }
}

/** Fisher-Yates; at least the first and the last of two or more change places. */
function shuffled(messages: readonly QueueMessage[], random: Random): readonly QueueMessage[] {
  const result = messages.toReversed();
  for (let index = result.length - 2; index > 1; index -= 1) {
    const other = 1 + random.below(index);
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}
