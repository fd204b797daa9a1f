import type { Caller } from '../service.ts';

export interface QueueMessage {
  readonly body: string;
  readonly messageGroupId?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** The services that schedules call; each rejects with an `AwsError` where the call is refused. */
export interface SchedulerPorts {
  /** Invokes a function asynchronously. @param payload a JSON value */
  invoke(functionArn: string, payload: unknown, caller: Caller): Promise<void>;
  sendMessage(queueArn: string, message: QueueMessage, caller: Caller): Promise<void>;
  publish(topicArn: string, message: string, caller: Caller): Promise<void>;
  /** Whether a role trusts the scheduler. */
  mayAssume(roleArn: string, caller: Caller): boolean;
}
