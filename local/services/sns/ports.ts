import type { Caller } from '../service.ts';

/** What SNS hands to a queue: the body, and attributes in the shape of SQS. */
export interface QueueMessage {
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, QueueMessageAttribute>>;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  /** X-Ray's header of the request that published the message. */
  readonly traceHeader?: string;
}

export interface QueueMessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

/** How SNS reaches its subscribers. Each throws or rejects with an `AwsError` when the other side refuses. */
export interface SnsPorts {
  /** @returns the id of the message in the queue, where there is one to tell */
  sendToQueue(queueArn: string, message: QueueMessage, caller: Caller): string | void | Promise<string | void>;
  /** Asynchronous invocation: resolves once Lambda has taken the event. */
  invokeFunction(functionArn: string, payload: string, caller: Caller): void | Promise<void>;
  /** @returns the HTTP status; rejects when nobody answers */
  postHttp(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number>;
}
