import type { FilterCriteria } from '@aws-sdk/client-lambda';

export type MappingState = 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting';

/** An event source mapping with every default filled in. Times are milliseconds since the epoch. */
export interface MappingRecord {
  readonly uuid: string;
  readonly eventSourceArn: string;
  readonly kind: 'queue' | 'stream';
  readonly functionName: string;
  /** Version or alias it invokes. */
  readonly qualifier?: string | undefined;
  readonly functionArn: string;
  readonly state: MappingState;
  readonly stateTransitionReason: string;
  readonly lastModified: number;
  readonly lastProcessingResult: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  readonly filterCriteria?: FilterCriteria | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Queues only, 2 to 1000. */
  readonly maximumConcurrency?: number | undefined;
  /** Streams only, as all below. */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST' | undefined;
  readonly parallelizationFactor: number;
  readonly bisectOnError: boolean;
  /** -1: without end. */
  readonly maximumRetryAttempts: number;
  /** -1: without end. */
  readonly maximumRecordAgeSeconds: number;
  readonly onFailureArn?: string | undefined;
}
