import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { dynamodb } from './aws/dynamodb.ts';
import { clock } from './clock.ts';
import { RetryLater } from './errors.ts';
import { toItem } from './transaction.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const batchSize = 25;
const tries = 3;
const pauseMilliseconds = 100;

/**
 * Puts items in as few requests as DynamoDB allows, 25 each. What it leaves unprocessed is sent again, twice, after a
 * short jittered pause. A batch knows no conditions: put only what a repetition may overwrite, and no key twice.
 *
 * @param key names of the table's key attributes
 * @returns for each item what kept it from being written, undefined where it was
 */
export async function putAll(
  table: string,
  key: readonly string[],
  items: readonly Readonly<Record<string, unknown>>[],
): Promise<(Error | undefined)[]> {
  const outcomes: (Error | undefined)[] = [];
  for (let start = 0; start < items.length; start += batchSize) {
    const chunk = items.slice(start, start + batchSize).map((item) => ({ PutRequest: { Item: toItem(item) } }));
    const { left, error } = await putChunk(table, chunk);
    const unwritten = new Set(left.map((request) => keyOf(request, key)));
    outcomes.push(...chunk.map((request) => (unwritten.has(keyOf(request, key)) ? error : undefined)));
  }
  return outcomes;
}

/** @returns the requests that were not taken, and why */
async function putChunk(
  table: string,
  requests: WriteRequest[],
): Promise<{ readonly left: readonly WriteRequest[]; readonly error?: RetryLater }> {
  let left = requests;
  for (let attempt = 1; ; attempt++) {
    try {
      const { UnprocessedItems = {} } = await dynamodb.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
      );
      left = UnprocessedItems[table] ?? [];
    } catch (cause) {
      return { left, error: new RetryLater('DynamoDB refused the batch', { cause }) };
    }
    if (left.length === 0) return { left };
    if (attempt === tries) return { left, error: new RetryLater('DynamoDB left the item unprocessed') };
    await clock.sleep(pauseMilliseconds * 2 ** (attempt - 1) * (0.5 + clock.random() / 2));
  }
}

/** DynamoDB hands an unprocessed item back as it reads it, so its key alone tells which one it is. */
function keyOf({ PutRequest }: WriteRequest, key: readonly string[]): string {
  return JSON.stringify(key.map((name) => Object.values(PutRequest?.Item?.[name] ?? {})));
}
