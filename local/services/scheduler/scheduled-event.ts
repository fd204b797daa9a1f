import { seconds } from './delivery.ts';
import type { Surroundings } from '../service.ts';

/** The event of an occurrence whose target has no input of its own. */
export function scheduledEvent(
  source: 'aws.scheduler' | 'aws.events',
  resource: string,
  scheduledAt: number,
  id: string,
  { accountId, region }: Surroundings,
): string {
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source,
    account: accountId,
    time: seconds(scheduledAt),
    region,
    resources: [resource],
    // The scheduler sends text where rules send an object.
    detail: source === 'aws.scheduler' ? '{}' : {},
  });
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
export function withContext(
  input: string,
  context: { scheduleArn: string; scheduledAt: number; executionId: string; attempt: number },
): string {
  if (!input.includes('<aws.scheduler.')) return input;
  const values: Readonly<Record<string, string>> = {
    'attempt-number': String(context.attempt),
    'execution-id': context.executionId,
    'schedule-arn': context.scheduleArn,
    'scheduled-time': seconds(context.scheduledAt),
  };
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (all, name: string) => values[name] ?? all);
}
