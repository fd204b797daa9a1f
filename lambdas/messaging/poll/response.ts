import * as z from 'zod/mini';

const partialResponse = z.object({
  batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string() }))),
});

/**
 * Ids of a batch that its handler has done, by Lambda's rules: nothing at all or nothing listed means all of them; an
 * answer of another form, or one that names an id not in the batch, means none
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#sqs-batchfailurereporting-conditions).
 */
export function doneOf(answer: unknown, ids: readonly string[]): readonly string[] {
  if (answer === undefined || answer === null || answer === '') return ids;
  if (typeof answer === 'object' && Object.keys(answer).length === 0) return ids;
  if (typeof answer !== 'object' || !('batchItemFailures' in answer)) return [];
  const { success, data } = partialResponse.safeParse(answer);
  if (!success) return [];
  const failed = new Set((data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
  const known = new Set(ids);
  return [...failed].every((id) => known.has(id)) ? ids.filter((id) => !failed.has(id)) : [];
}
