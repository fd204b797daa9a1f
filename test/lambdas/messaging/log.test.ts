import { expect, test, vi } from 'vitest';
import { log } from '../../../lambdas/messaging/log.ts';

test('T08: a log line carries the fields on the list and nothing else', () => {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const smuggled = {
    orderId: 'o-1',
    attempt: 2,
    email: 'ada@example.com',
    authorization: 'Bearer canary-4f1a',
    body: { card: '4111' },
  };
  log.info('order completed', smuggled);
  spy.mockRestore();
  expect(JSON.parse(lines[0]!)).toMatchObject({ message: 'order completed', orderId: 'o-1', attempt: 2 });
  expect(lines[0]).not.toMatch(/canary|ada@|4111/);
});
