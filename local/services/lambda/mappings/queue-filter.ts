import type { Pattern } from './filter-pattern.ts';
import type { SqsRecord } from './sqs-record.ts';

/**
 * Whether a queue's record passes a mapping's filters. A pattern for a JSON body drops plain bodies, and one for a
 * plain body drops JSON bodies; without `body` in the pattern the body is not looked at.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function passesFilters(record: SqsRecord, patterns: readonly Pattern[]): boolean {
  const json = parsed(record.body);
  return patterns.some((pattern) => {
    if (!Object.hasOwn(pattern.keys, 'body')) return pattern.matches(record);
    const plain = Array.isArray(pattern.keys['body']);
    if (plain === (json !== undefined)) return false;
    return pattern.matches(plain ? record : { ...record, body: json });
  });
}

function parsed(body: string): unknown {
  const start = body.trimStart()[0];
  if (start !== '{' && start !== '[') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined; // Not JSON is an answer, not an error: the body is a plain string.
  }
}
