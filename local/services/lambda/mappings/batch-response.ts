/** Which records of a batch the function reported as failed; `all` where the answer cannot be trusted. */
export type Failures = 'all' | ReadonlySet<string>;

const NONE: ReadonlySet<string> = new Set();

/**
 * Reads a function's partial batch response. Nothing at all, or an empty or null list, means success. An answer of any
 * other form, an empty or null identifier, or one that is not in the batch, fails the whole batch.
 *
 * @param payload JSON text
 * @param ids identifiers of the records that were sent: message ids, or sequence numbers
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#sqs-batchfailurereporting-conditions
 */
export function reportedFailures(payload: string, ids: ReadonlySet<string>): Failures {
  let response: unknown;
  try {
    response = JSON.parse(payload);
  } catch {
    return 'all'; // An answer that is not JSON is malformed, which has its rule.
  }
  if (response === null || response === '') return NONE;
  if (typeof response !== 'object') return 'all';
  // An empty object or an empty list reports nothing.
  if (Object.keys(response).length === 0) return NONE;
  if (!Object.hasOwn(response, 'batchItemFailures')) return 'all';
  const list = (response as { batchItemFailures: unknown }).batchItemFailures;
  if (list === null) return NONE;
  if (!Array.isArray(list)) return 'all';
  const failed = new Set<string>();
  for (const entry of list as readonly unknown[]) {
    const id =
      typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)['itemIdentifier'] : undefined;
    if (typeof id !== 'string' || !ids.has(id)) return 'all';
    failed.add(id);
  }
  return failed;
}
