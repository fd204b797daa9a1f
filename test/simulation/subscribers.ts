import type { World } from './world.ts';

/** Whether a subscriber's message about this subject is in its dead-letter queue. */
export function setAside({ cloud }: World, subscriber: string, subject: string): boolean {
  const queue = cloud.sqs
    .queues()
    .find(({ name }) => name.includes(`${subscriber}Queue`) && !name.includes('DeadLetter'));
  const target = queue?.deadLetterTargetArn;
  return target !== undefined && cloud.sqs.browse(target).some(({ body }) => body.includes(subject));
}

/** Requests that a provider took, by subject, as the keys under which it took them. */
export function effective(
  world: World,
  provider: string,
  operation: string,
  subjectOf: (facts: Readonly<Record<string, unknown>>) => string | undefined,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const record of world.history.providers) {
    if (record.provider !== provider || record.operation !== operation) continue;
    if (typeof record.outcome === 'number' && record.outcome >= 300) continue;
    const subject = subjectOf(record.facts);
    if (subject === undefined) continue;
    found.set(subject, [...(found.get(subject) ?? []), record.idempotencyKey ?? '']);
  }
  return found;
}
