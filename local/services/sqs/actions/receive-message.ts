import { invalidValue } from '../errors.ts';
import { receiveNow, type ReceiveOptions } from '../receive.ts';
import { wireMessage, type WireMessage } from '../received-message.ts';
import { queueOf } from './queue-of.ts';
import type { Call, HangUp } from '../../service.ts';
import type { Queue } from '../queue.ts';
import type { Sqs } from '../sqs.ts';

export interface ReceiveMessageInput {
  readonly QueueUrl?: string;
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly ReceiveRequestAttemptId?: string;
}

export interface ReceiveMessageOutput {
  readonly Messages?: readonly WireMessage[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export function receiveMessage(
  sqs: Sqs,
  input: ReceiveMessageInput,
  call: Call,
): ReceiveMessageOutput | Promise<ReceiveMessageOutput> {
  const queue = queueOf(sqs, input.QueueUrl, 'ReceiveMessage', call);
  const wait = (input.WaitTimeSeconds ?? queue.settings.waitTime / 1000) * 1000;
  const options = readOptions(queue, input, wait);
  const selection = {
    system: [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])],
    attributes: input.MessageAttributeNames ?? [],
  };
  const receive = (): ReceiveMessageOutput | undefined => {
    const entries = receiveNow(sqs, queue, options);
    if (entries.length === 0) return undefined;
    return { Messages: entries.map(({ record }) => wireMessage(queue, record, selection)) };
  };
  const received = receive();
  if (received !== undefined || wait === 0) return received ?? {};
  return poll(sqs, queue, wait, receive, call.onHangUp);
}

function poll(
  sqs: Sqs,
  queue: Queue,
  wait: number,
  receive: () => ReceiveMessageOutput | undefined,
  onHangUp: HangUp | undefined,
): Promise<ReceiveMessageOutput> {
  return new Promise((resolve) => {
    const end = (output: ReceiveMessageOutput): void => {
      leave();
      stopTimer();
      resolve(output);
    };
    const leave = queue.waiters.add(() => {
      const received = receive();
      if (received !== undefined) end(received);
      return received !== undefined;
    });
    const stopTimer = sqs.clock.schedule(sqs.now() + wait, () => end({}));
    // What a caller who is gone received would lie hidden until its visibility timeout.
    onHangUp?.(() => end({}));
  });
}

function readOptions(queue: Queue, input: ReceiveMessageInput, wait: number): ReceiveOptions {
  const { MaxNumberOfMessages: most = 1, VisibilityTimeout: visibility, ReceiveRequestAttemptId: attemptId } = input;
  inRange('MaxNumberOfMessages', most, 1, 10, 'Must be between 1 and 10, if provided.');
  inRange('WaitTimeSeconds', wait / 1000, 0, 20, 'Must be >= 0 and <= 20, if provided.');
  if (visibility !== undefined) {
    inRange('VisibilityTimeout', visibility, 0, 43_200, 'Must be >= 0 and <= 43200, if provided.');
  }
  if (attemptId !== undefined && !queue.record.fifo) {
    const reason = 'The request include parameter that is not valid for this queue type.';
    throw invalidValue('ReceiveRequestAttemptId', attemptId, reason);
  }
  if (attemptId !== undefined && !/^[!-~]{1,128}$/.test(attemptId)) {
    const reason =
      'ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.';
    throw invalidValue('ReceiveRequestAttemptId', attemptId, reason);
  }
  return {
    most,
    visibilityTimeout: visibility === undefined ? undefined : visibility * 1000,
    attemptId,
    waits: wait > 0,
  };
}

function inRange(name: string, value: number, least: number, most: number, reason: string): void {
  if (!Number.isInteger(value) || value < least || value > most) throw invalidValue(name, value, reason);
}
