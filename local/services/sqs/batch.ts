import { AwsError } from '../aws-error.ts';
import { batchError, missingParameter } from './errors.ts';

const MOST_ENTRIES = 10;

export interface BatchFailure {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

export interface BatchResult<Success> {
  readonly Successful: readonly ({ readonly Id: string } & Success)[];
  readonly Failed: readonly BatchFailure[];
}

interface Identified {
  readonly Id?: string | undefined;
}

/**
 * Refuses a batch that breaks a rule as a whole.
 *
 * @param kind what AWS calls an entry: `SendMessageBatchRequestEntry`
 */
export function checkBatch<Entry extends Identified>(
  entries: readonly Entry[] | undefined,
  kind: string,
): readonly Entry[] {
  if (entries === undefined) throw missingParameter('Entries');
  if (entries.length === 0) {
    throw batchError('EmptyBatchRequest', `There should be at least one ${kind} in the request.`);
  }
  if (entries.length > MOST_ENTRIES) {
    const message = `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`;
    throw batchError('TooManyEntriesInBatchRequest', message);
  }
  const seen = new Set<string>();
  for (const [index, { Id: id }] of entries.entries()) {
    if (id === undefined) throw missingParameter(`${kind}.${index + 1}.Id`);
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw batchError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw batchError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
  return entries;
}

/**
 * Runs each entry by itself: what one throws is its own failure.
 *
 * @param wording how the failure of an entry reads
 */
export function eachEntry<Entry extends Identified, Success extends object>(
  entries: readonly Entry[],
  run: (entry: Entry, index: number) => Success,
  wording: (error: AwsError) => string = ({ message }) => message,
): BatchResult<Success> {
  const successful: ({ readonly Id: string } & Success)[] = [];
  const failed: BatchFailure[] = [];
  for (const [index, entry] of entries.entries()) {
    const id = entry.Id!;
    try {
      successful.push({ Id: id, ...run(entry, index) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: id, SenderFault: error.fault === 'Sender', Code: error.queryCode, Message: wording(error) });
    }
  }
  return { Successful: successful, Failed: failed };
}

/** A batch's answer as it goes over the wire: a list without entries is left out. */
export function batchAnswer<Success>({ Successful, Failed }: BatchResult<Success>): Partial<BatchResult<Success>> {
  return { ...(Successful.length > 0 && { Successful }), ...(Failed.length > 0 && { Failed }) };
}
