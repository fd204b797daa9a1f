import { envelope } from '../../lambdas/messaging/envelope.ts';

/** The body of a message that asks for a task, with the same id whenever the same task is asked for. */
export function taskBody(subject: string): string {
  const cause = { correlationId: subject, causationId: subject };
  const at = Date.UTC(2026, 0, 1);
  return JSON.stringify(envelope({ type: 'lab.task', subject, transition: '1', data: {}, cause, at }));
}

/** `task-01` … */
export function taskNames(count: number, prefix = 'task'): string[] {
  const width = String(count).length;
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(width, '0')}`);
}
