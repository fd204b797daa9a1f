import { sleep } from '../../../clock/clock.ts';
import { AwsError } from '../../aws-error.ts';
import { reportedFailures } from './batch-response.ts';
import { journalOf, type MappingHost } from './mapping-host.ts';
import { discardRecord, type DiscardCondition } from './stream-discard.ts';
import type { Completed } from '../failure.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { StreamRecord } from './stream-source.ts';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 60_000;

/** What a batch needs of the shard it came from. */
export interface BatchContext {
  readonly host: MappingHost;
  readonly mapping: MappingRecord;
  readonly shardId: string;
  stopped(): boolean;
  /** Told of records that need no more work, in order. */
  settled(records: readonly StreamRecord[]): void;
}

type Attempt =
  | { readonly kind: 'failed'; readonly completed: Completed }
  | { readonly kind: 'throttled' }
  /** Records before `from` succeeded. */
  | { readonly kind: 'processed'; readonly from: number; readonly completed: Completed };

/**
 * Works through records of one shard in order until each succeeded or was discarded: retried with backoff, split in two
 * on error if the mapping says so, resumed at the lowest sequence number that the function reports.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function settleStreamBatch(context: BatchContext, records: readonly StreamRecord[]): Promise<void> {
  const { host, mapping } = context;
  let pending = records;
  let failures = 0;
  let wait = FIRST_WAIT;
  while (!context.stopped()) {
    pending = await dropExpired(context, pending, failures);
    if (pending.length === 0) return;
    const attempt = await tryOnce(context, pending, failures + 1);
    if (attempt.kind === 'processed' && attempt.from > 0) {
      context.settled(pending.slice(0, attempt.from));
      pending = pending.slice(attempt.from);
      if (pending.length === 0) return;
      failures = 0;
      wait = FIRST_WAIT;
    }
    if (attempt.kind === 'failed' && mapping.bisectOnError && pending.length > 1) {
      const middle = Math.ceil(pending.length / 2);
      journalOf(host, mapping)('bisected', { sequenceNumbers: sequenceNumbers(pending) });
      await settleStreamBatch(context, pending.slice(0, middle));
      return settleStreamBatch(context, pending.slice(middle));
    }
    if (attempt.kind !== 'throttled') {
      failures += 1;
      if (mapping.maximumRetryAttempts >= 0 && failures > mapping.maximumRetryAttempts) {
        return discard(context, pending, 'RetryAttemptsExhausted', failures, attempt.completed);
      }
    }
    journalOf(host, mapping)('retried', { sequenceNumbers: sequenceNumbers(pending), failures, waitMs: wait });
    await sleep(host.surroundings.clock, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }
}

async function tryOnce(context: BatchContext, records: readonly StreamRecord[], attempt: number): Promise<Attempt> {
  const { host, mapping } = context;
  let completed: Completed;
  try {
    const target = host.resolve(mapping.functionName, mapping.qualifier);
    const details = { sequenceNumbers: sequenceNumbers(records) };
    completed = await host.run(target, { Records: records }, { source: mapping.uuid, attempt, details });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    host.processed(mapping.uuid, `PROBLEM: ${error.message}`);
    return { kind: 'throttled' };
  }
  const reported =
    completed.functionError !== undefined
      ? 'all'
      : mapping.reportBatchItemFailures
        ? reportedFailures(completed.payload, new Set(sequenceNumbers(records)))
        : new Set<string>();
  host.processed(mapping.uuid, reported === 'all' ? 'PROBLEM: Function call failed' : 'OK');
  if (reported === 'all') return { kind: 'failed', completed };
  const from = records.findIndex((record) => reported.has(record.dynamodb.SequenceNumber));
  return { kind: 'processed', from: from === -1 ? records.length : from, completed };
}

async function dropExpired(
  context: BatchContext,
  records: readonly StreamRecord[],
  failures: number,
): Promise<readonly StreamRecord[]> {
  const { maximumRecordAgeSeconds } = context.mapping;
  if (maximumRecordAgeSeconds < 0) return records;
  const oldest = context.host.surroundings.clock.now() / 1000 - maximumRecordAgeSeconds;
  const fresh = records.findIndex((record) => record.dynamodb.ApproximateCreationDateTime >= oldest);
  const expired = fresh === -1 ? records : records.slice(0, fresh);
  if (expired.length === 0) return records;
  await discard(context, expired, 'RecordAgeExceeded', failures, undefined);
  return records.slice(expired.length);
}

async function discard(
  context: BatchContext,
  records: readonly StreamRecord[],
  condition: DiscardCondition,
  invokeCount: number,
  completed: Completed | undefined,
): Promise<void> {
  const { host, mapping, shardId } = context;
  journalOf(host, mapping)('discarded', { sequenceNumbers: sequenceNumbers(records), reason: condition });
  if (mapping.onFailureArn !== undefined) {
    const target = host.resolve(mapping.functionName, mapping.qualifier);
    const now = host.surroundings.clock.now();
    const body = discardRecord({ now, mapping, target, shardId, records, condition, invokeCount, completed });
    try {
      if (host.destinations === undefined)
        throw new Error(`no sender for the destination ${mapping.onFailureArn} was given`);
      const { functionArn, role } = target.settings;
      await host.destinations.send(mapping.onFailureArn, { body, attributes: {} }, functionArn, role);
      journalOf(host, mapping)('reported', { destination: mapping.onFailureArn });
    } catch (error) {
      journalOf(host, mapping)('report-failed', { destination: mapping.onFailureArn, error });
    }
  }
  context.settled(records);
}

export function sequenceNumbers(records: readonly StreamRecord[]): string[] {
  return records.map((record) => record.dynamodb.SequenceNumber);
}
