import type { Cancel } from '../../../clock/clock.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../../sqs/sqs.ts';
import type { QueueDescription, QueueMessage, QueueSource } from '../mappings/queue-source.ts';

/** The SQS engine as mappings see it; each call acts on the rights of the function's role. */
export class QueueSourceOfSqs implements QueueSource {
  readonly #sqs: Sqs;
  readonly #callOf: (role: string) => Call;

  constructor(sqs: Sqs, callOf: (role: string) => Call) {
    this.#sqs = sqs;
    this.#callOf = callOf;
  }

  describe(queueArn: string): QueueDescription | undefined {
    const queue = this.#sqs.queueByArn(queueArn);
    return queue && { fifo: queue.record.fifo, visibilityTimeoutSeconds: queue.settings.visibilityTimeout / 1000 };
  }

  receive(queueArn: string, most: number, role: string): readonly QueueMessage[] {
    return this.#sqs.receive(queueArn, { most }, this.#callOf(role));
  }

  delete(queueArn: string, receiptHandles: readonly string[], role: string): void {
    this.#sqs.deleteBatch(queueArn, receiptHandles, this.#callOf(role));
  }

  onAvailable(queueArn: string, listener: () => void): Cancel {
    return this.#sqs.onAvailable(queueArn, listener);
  }
}
