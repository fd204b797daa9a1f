import { expect, test } from 'vitest';
import { RealClock } from '../../../local/clock/real-clock.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { clockPage } from '../../../local/console/clock-page.ts';
import { faultsPage } from '../../../local/faults/console.ts';
import { Faults } from '../../../local/faults/faults.ts';

const request = (method: string, body: unknown = '') => ({
  method,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const newFaults = () =>
  new Faults({ clock: new VirtualClock(), journal: () => undefined, seed: 1, nameOf: (name) => name });

test('rules are put, shown with their count, and deleted', () => {
  const faults = newFaults();
  const rule = { effect: 'throttle', action: 'sqs:SendMessage' };
  expect(faultsPage(faults, request('PUT', { rules: [rule] }))).toEqual({ rules: [{ ...rule, struck: 0 }] });
  expect(faultsPage(faults, request('GET'))).toEqual({ rules: [{ ...rule, struck: 0 }] });
  expect(faultsPage(faults, request('DELETE'))).toEqual({ rules: [] });
  expect(faults.none).toBe(true);
});

test('what is no plan is refused with the reason, and the rules in force stay', () => {
  const faults = newFaults();
  faults.set([{ effect: 'throttle' }]);
  expect(() => faultsPage(faults, request('PUT', '{'))).toThrow(expect.objectContaining({ status: 400 }));
  expect(() => faultsPage(faults, request('PUT', [{ effect: 'x' }]))).toThrow('rules[0].effect must be one of');
  expect(() => faultsPage(faults, request('POST'))).toThrow(expect.objectContaining({ status: 405 }));
  expect(faults.none).toBe(false);
});

test('the clock is read and turned forward; what falls due runs', async () => {
  for (const clock of [new VirtualClock(), new RealClock()]) {
    const before = clock.now();
    let rang = false;
    clock.schedule(before + 3_600_000, () => (rang = true));
    const page = (await clockPage(clock, 1, request('POST', { advanceSeconds: 3600 }))) as { time: string };
    expect(Date.parse(page.time) - before).toBeGreaterThanOrEqual(3_600_000);
    expect(rang).toBe(true);
    if (clock instanceof RealClock) clock.stop();
  }
});

test.each([
  ['{', 'The body must be JSON'],
  [{ advanceSeconds: -1 }, 'advanceSeconds must be 0 to 31622400, got -1'],
  [{ advanceSeconds: '60' }, 'advanceSeconds must be 0 to 31622400, got "60"'],
  [{ seconds: 60 }, 'Unknown field seconds'],
  ['null', 'advanceSeconds must be 0 to 31622400'],
])('the clock refuses %j: %s', async (body, message) => {
  await expect(clockPage(new VirtualClock(), 1, request('POST', body))).rejects.toThrow(message);
});
