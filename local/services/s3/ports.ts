import type { BlobStore } from './bodies/blob-store.ts';
import type { Call } from '../service.ts';

/** On whose behalf a notification is delivered: the bucket is `aws:SourceArn`, its owner `aws:SourceAccount`. */
export interface NotificationSource {
  readonly bucketArn: string;
  readonly accountId: string;
  /** Of the request behind it. */
  readonly traceHeader?: string | undefined;
}

/** Delivers one notification as the service principal `s3.amazonaws.com`; throws or rejects if it was not taken. */
export type Deliver = (arn: string, message: string, source: NotificationSource) => void | Promise<void>;

/** What the engine needs of the rest of the account. */
export interface S3Ports {
  readonly blobs: BlobStore;
  /** Publishes to a topic. */
  readonly topic?: Deliver;
  /** Sends to a queue. */
  readonly queue?: Deliver;
  /** Invokes a function asynchronously. */
  readonly function?: Deliver;
  /** Whether there is such a queue or topic; taken for there if nobody knows. */
  readonly exists?: (arn: string) => boolean;
  /** Throws or rejects unless S3 may invoke the function. */
  readonly mayInvoke?: (arn: string, source: NotificationSource) => void | Promise<void>;
  /** The secret behind an access key, for presigned URLs and POST policies; undefined for an unknown key. */
  readonly secretOf: (accessKeyId: string) => string | undefined;
  /** The call as the owner of `accessKeyId` would make it, for a form post whose only credential is in its fields. */
  readonly callAs?: (accessKeyId: string, call: Call) => Call;
}
