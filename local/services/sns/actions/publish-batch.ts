import { AwsError } from '../../aws-error.ts';
import { checkText, maximumMessageSize, readDraft, type PublishDraft } from '../publish-draft.ts';
import type { Traced } from '../../protocol/traced.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { PublishBatchInput, PublishBatchRequestEntry, PublishBatchResponse } from '@aws-sdk/client-sns';

const MOST_ENTRIES = 10;

/**
 * Takes up to ten messages. As on AWS, a fault in attributes, ids or structure of one entry refuses the whole batch;
 * an empty message or a bad subject fails that entry alone.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
export function publishBatch(sns: Sns, input: PublishBatchInput & Traced, call: Call): PublishBatchResponse {
  const entries = input.PublishBatchRequestEntries ?? [];
  checkEntries(entries);
  const topic = sns.authorizedTopic(call, 'Publish', input.TopicArn);
  const drafts: [PublishBatchRequestEntry, PublishDraft | AwsError][] = entries.map((entry, index) => {
    const at = `publishBatchRequestEntries.${index + 1}.member.messageAttributes`;
    return [entry, textFault(entry) ?? readDraft(topic, { ...entry, traceHeader: input.traceHeader }, at)];
  });
  const size = drafts.reduce((sum, [, draft]) => sum + (draft instanceof AwsError ? 0 : draft.size), 0);
  if (size > maximumMessageSize(topic)) {
    throw new AwsError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.');
  }
  const response = { Successful: [], Failed: [] } as Required<PublishBatchResponse>;
  for (const [{ Id }, draft] of drafts) {
    if (draft instanceof AwsError) {
      response.Failed.push({ Id, Code: draft.code, Message: draft.message, SenderFault: true });
    } else {
      const { messageId, sequenceNumber } = sns.publish(topic, draft);
      response.Successful.push({ Id, MessageId: messageId, SequenceNumber: sequenceNumber });
    }
  }
  return response;
}

function checkEntries(entries: readonly PublishBatchRequestEntry[]): void {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  }
  if (entries.length > MOST_ENTRIES) {
    throw new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  if (!entries.every(({ Id }) => /^[A-Za-z0-9_-]{1,80}$/.test(Id ?? ''))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
}

function textFault(entry: PublishBatchRequestEntry): AwsError | undefined {
  try {
    checkText(entry);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}
