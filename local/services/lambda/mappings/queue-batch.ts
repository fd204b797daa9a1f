import { sleep } from '../../../clock/clock.ts';
import { AwsError } from '../../aws-error.ts';
import { reportedFailures, type Failures } from './batch-response.ts';
import { journalOf, type MappingHost } from './mapping-host.ts';
import type { Completed } from '../failure.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { QueueSource } from './queue-source.ts';
import type { SqsRecord } from './sqs-record.ts';

const DELETE_MOST = 10;
const FIRST_THROTTLE_WAIT = 1000;
const LONGEST_THROTTLE_WAIT = 60_000;

export type BatchResult = 'succeeded' | 'partly-failed' | 'failed' | 'throttled';

/**
 * Invokes the function with one batch and acknowledges what succeeded. Failed messages are left alone: they come back
 * when their visibility timeout ends, with one more receive on their count.
 *
 * @param expiresAt when the batch's visibility timeout ends, milliseconds since the epoch
 * @param throttled told of each throttle, before the batch waits
 */
export async function processQueueBatch(
  host: MappingHost,
  source: QueueSource,
  mapping: MappingRecord,
  records: readonly SqsRecord[],
  expiresAt: number,
  throttled: () => void,
): Promise<BatchResult> {
  const completed = await invokeUntil(host, mapping, records, expiresAt, throttled);
  if (completed === undefined) {
    giveBack(host, mapping, records, 'throttled');
    return 'throttled';
  }
  if (completed.functionError !== undefined) {
    host.processed(mapping.uuid, 'PROBLEM: Function call failed');
    giveBack(host, mapping, records, completed.outcome);
    return 'failed';
  }
  const failures: Failures = mapping.reportBatchItemFailures
    ? reportedFailures(completed.payload, new Set(records.map((record) => record.messageId)))
    : new Set();
  const failed = failures === 'all' ? records : records.filter((record) => failures.has(record.messageId));
  if (failed.length > 0) {
    giveBack(host, mapping, failed, failures === 'all' ? 'malformed-response' : 'reported');
  }
  if (failures !== 'all') {
    const settings = host.resolve(mapping.functionName, mapping.qualifier).settings;
    acknowledge(
      host,
      source,
      mapping,
      records.filter((record) => !failures.has(record.messageId)),
      settings.role,
    );
  }
  host.processed(mapping.uuid, failures === 'all' ? 'PROBLEM: Function call failed' : 'OK');
  return failed.length === 0 ? 'succeeded' : 'partly-failed';
}

/** Deletes in batches of ten. A refused delete is reported and leaves its messages to come back. */
export function acknowledge(
  host: MappingHost,
  source: QueueSource,
  mapping: MappingRecord,
  records: readonly SqsRecord[],
  role: string,
): void {
  for (let from = 0; from < records.length; from += DELETE_MOST) {
    const chunk = records.slice(from, from + DELETE_MOST);
    const messageIds = chunk.map((record) => record.messageId);
    try {
      source.delete(
        mapping.eventSourceArn,
        chunk.map((record) => record.receiptHandle),
        role,
      );
      journalOf(host, mapping)('acknowledged', { messageIds });
    } catch (error) {
      journalOf(host, mapping)('acknowledge-failed', { messageIds, error });
    }
  }
}

/** Tries through throttles while the messages are still ours. Undefined when that time is over. */
async function invokeUntil(
  host: MappingHost,
  mapping: MappingRecord,
  records: readonly SqsRecord[],
  expiresAt: number,
  throttled: () => void,
): Promise<Completed | undefined> {
  const { clock } = host.surroundings;
  const details = { messageIds: records.map((record) => record.messageId) };
  for (let wait = FIRST_THROTTLE_WAIT; ; wait = Math.min(LONGEST_THROTTLE_WAIT, wait * 2)) {
    try {
      const target = host.resolve(mapping.functionName, mapping.qualifier);
      return await host.run(target, { Records: records }, { source: mapping.uuid, details });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      host.processed(mapping.uuid, `PROBLEM: ${error.message}`);
      throttled();
    }
    if (clock.now() + wait >= expiresAt) return undefined;
    await sleep(clock, wait);
  }
}

function giveBack(host: MappingHost, mapping: MappingRecord, records: readonly SqsRecord[], reason: string): void {
  journalOf(host, mapping)('returned', { messageIds: records.map((record) => record.messageId), reason });
}
