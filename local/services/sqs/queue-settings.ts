import type { QueueRecord } from './store.ts';
import type { PolicyDocument } from '../service.ts';

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns?: readonly string[];
}

/** A queue's attributes, read once rather than on every message. Times are in milliseconds. */
export interface QueueSettings {
  readonly visibilityTimeout: number;
  readonly delay: number;
  readonly retention: number;
  readonly waitTime: number;
  /** Bytes. */
  readonly maximumMessageSize: number;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicatesByGroup: boolean;
  readonly redrivePolicy: RedrivePolicy | undefined;
  readonly redriveAllowPolicy: RedriveAllowPolicy;
  readonly policy: PolicyDocument | undefined;
}

export function queueSettings({ attributes }: QueueRecord): QueueSettings {
  const seconds = (name: string): number => Number(attributes[name]) * 1000;
  return {
    visibilityTimeout: seconds('VisibilityTimeout'),
    delay: seconds('DelaySeconds'),
    retention: seconds('MessageRetentionPeriod'),
    waitTime: seconds('ReceiveMessageWaitTimeSeconds'),
    maximumMessageSize: Number(attributes['MaximumMessageSize']),
    contentBasedDeduplication: attributes['ContentBasedDeduplication'] === 'true',
    deduplicatesByGroup: attributes['DeduplicationScope'] === 'messageGroup',
    redrivePolicy: parsed(attributes['RedrivePolicy']) as RedrivePolicy | undefined,
    redriveAllowPolicy: (parsed(attributes['RedriveAllowPolicy']) as RedriveAllowPolicy | undefined) ?? {
      redrivePermission: 'allowAll',
    },
    policy: parsed(attributes['Policy']) as PolicyDocument | undefined,
  };
}

/** Reads an attribute that was validated when it was set. */
function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
