import { orderCompleted } from '../lambdas/completed.ts';

/** The body of `order.completed`, with the same id whenever it is about the same order. */
export function orderCompletedBody(name: string): string {
  return JSON.stringify(orderCompleted(name, Date.UTC(2026, 0, 1)));
}
