import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type BatchResultErrorEntry,
  type Message,
} from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { delayAfter } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { describe } from '../errors.ts';
import { log } from '../log.ts';

/** The longest that SQS waits for a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html */
const longPollSeconds = 20;

/** As in aws/client-config.ts, but for a request that may take as long as a long poll. */
const client = () =>
  new SQSClient({
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 1000, requestTimeout: (longPollSeconds + 5) * 1000 }),
  });

/** Tries at deleting what is done. What stays comes again, and its handler finds it done. */
const tries = 4;

/** One queue as a worker sees it. */
export class PolledQueue {
  readonly arn: string;
  readonly visibilitySeconds: number;
  readonly #url: string;
  readonly #sqs: SQSClient;
  readonly #clock: Clock;

  private constructor(url: string, sqs: SQSClient, clock: Clock, arn: string, visibilitySeconds: number) {
    this.#url = url;
    this.#sqs = sqs;
    this.#clock = clock;
    this.arn = arn;
    this.visibilitySeconds = visibilitySeconds;
  }

  /** @throws QueueDoesNotExist, or whatever else keeps the worker from ever starting */
  static async open(url: string, clock: Clock): Promise<PolledQueue> {
    const sqs = client();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', 'VisibilityTimeout'] }),
    );
    return new PolledQueue(url, sqs, clock, Attributes!['QueueArn']!, Number(Attributes!['VisibilityTimeout']));
  }

  /** Waits up to 20 seconds for messages; none where `signal` cuts the wait short. */
  async receive(most: number, signal: AbortSignal): Promise<readonly Message[]> {
    try {
      const { Messages = [] } = await this.#sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.#url,
          MaxNumberOfMessages: most,
          WaitTimeSeconds: longPollSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
          // So that a receive whose reply was lost, repeated by the SDK, gives the same messages and not the next ones.
          ...(this.arn.endsWith('.fifo') && { ReceiveRequestAttemptId: this.#clock.uuid() }),
        }),
        { abortSignal: signal },
      );
      return Messages;
    } catch (error) {
      if (signal.aborted) return [];
      throw error;
    }
  }

  /** Deletes up to ten messages, those that SQS refused again and again. */
  async delete(messages: readonly Message[]): Promise<void> {
    let left = messages;
    for (let attempt = 1; left.length > 0; attempt++) {
      const refused = await this.#deleteOnce(left);
      left = left.filter((_message, index) => refused.some(({ Id }) => Id === String(index)));
      if (left.length === 0) return;
      if (attempt === tries) return log.warn('messages not deleted', { count: left.length, reason: refused[0]!.Code });
      await this.#clock.sleep(delayAfter({ baseSeconds: 1, capSeconds: 5 }, attempt) * 1000);
    }
  }

  /** Hides messages from others for as long again as the queue's visibility timeout. */
  async hide(messages: readonly Message[]): Promise<void> {
    const Entries = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: this.visibilitySeconds,
    }));
    try {
      await this.#sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#url, Entries }));
    } catch (error) {
      log.warn('visibility not changed', { count: messages.length, errorType: describe(error).errorType });
    }
  }

  close(): void {
    this.#sqs.destroy();
  }

  async #deleteOnce(messages: readonly Message[]): Promise<readonly BatchResultErrorEntry[]> {
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    try {
      const { Failed = [] } = await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#url, Entries }));
      return Failed;
    } catch (error) {
      return Entries.map(({ Id }) => ({ Id, SenderFault: false, Code: describe(error).errorType }));
    }
  }
}
