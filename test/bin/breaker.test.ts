import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditIds, readAudit } from '../../bin/spillway/audit.ts';
import { startEmbedded, type Embedded } from '../journeys/embedded.ts';
import { spillwayOn, type Ran } from './account.ts';

interface Shown {
  readonly name: string;
  readonly state: string;
  readonly probeAt?: number;
  readonly taps: readonly string[];
}

describe('spillway breaker, with its controller running', () => {
  let stack: Embedded;
  let audit: string;
  beforeAll(async () => {
    stack = await startEmbedded();
    audit = mkdtempSync(join(tmpdir(), 'audit-'));
  });
  afterAll(async () => {
    rmSync(audit, { recursive: true });
    await stack.stop();
  });

  const breaker = (...argv: string[]): Promise<Ran> =>
    spillwayOn(stack.runtime.awsUrl, 'breaker', ...argv, '--audit', audit);
  const shown = async (...argv: string[]): Promise<Shown> =>
    (JSON.parse((await breaker(...argv, '--json')).out) as Shown[])[0]!;

  test('closed, with every tap enabled', async () => {
    const { name, state, taps } = await shown();
    expect({ name, state }).toEqual({ name: 'payment', state: 'CLOSED' });
    expect(new Set(taps)).toEqual(new Set(['Enabled']));
    expect((await breaker()).out).toMatch(/^payment +CLOSED +- +- +0 +\d+ Enabled$/m);
  });

  test('opening asks first', async () => {
    expect(await breaker('payment', 'open')).toMatchObject({ code: 3 });
    expect((await shown()).state).toBe('CLOSED');
  });

  test('opened by hand it closes the taps, holds as long as told, and is written down', async () => {
    const { state, probeAt = 0 } = await shown('payment', 'open', '--for', '2h', '--yes');
    expect(state).toBe('OPEN');
    expect(probeAt - Date.now()).toBeGreaterThan(7_100_000);
    await expect.poll(async () => new Set((await shown()).taps), { timeout: 15_000 }).toEqual(new Set(['Disabled']));
    expect(readAudit(audit, auditIds(audit)[0]!)).toMatchObject({
      header: { what: 'breaker', breaker: 'payment', order: 'open', holdSeconds: 7200 },
      lines: [{ state: 'OPEN' }],
    });
  });

  test('told to close it is probed at once, and does not close unproved', async () => {
    const { state } = await shown('payment', 'close');
    expect(state).toBe('HALF_OPEN');
    await expect.poll(async () => new Set((await shown()).taps), { timeout: 15_000 }).toEqual(new Set(['Enabled']));
  });

  test('what is no order is refused with what there is', async () => {
    expect(await breaker('payment', 'toggle')).toMatchObject({ code: 2 });
    expect(await breaker('mail')).toMatchObject({ code: 1, errors: expect.stringContaining('payment') as string });
  });
});
