import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { auditIds } from '../../bin/spillway/audit.ts';
import { bodiesIn, deadLetterQueueOf, putInto, startAccount, type Account } from './account.ts';
import { orderId, orderPlaced } from './messages.ts';

const setAside = {
  reason: 'RetryLater',
  errorType: 'RetryLater',
  errorMessage: 'later',
  attempts: '25',
  sourceMessageId: 'one',
  sourceArn: 'arn',
  businessId: 'b',
};

let batches = 0;
/** Bodies that no other test has. */
const bodies = (count: number): string[] => {
  batches += 1;
  return Array.from({ length: count }, (_, index) => `batch ${batches} message ${index}`);
};

describe('dlq redrive', () => {
  let account: Account;
  let audit: string;
  beforeAll(async () => void (account = await startAccount()));
  afterAll(() => account.stop());
  beforeEach(() => {
    audit = mkdtempSync(join(tmpdir(), 'audit-'));
    return () => rmSync(audit, { recursive: true });
  });

  const redrive = (...argv: string[]) => account.spillway('dlq', 'redrive', ...argv, '--audit', audit);
  const countIn = (queue: { arn: string }, wanted: readonly string[]): number[] => {
    const found = account.cloud.sqs.browse(queue.arn).map(({ body }) => body);
    return wanted.map((body) => found.filter((each) => each === body).length);
  };

  test.each([
    ['a standard queue', 'sales', 'queue'],
    ['a FIFO queue', 'vip', 'queue'],
    ['what a topic could not deliver', 'sales', 'subscription'],
  ] as const)('%s: each message comes back once, as its sender sent it', async (_, name, kind) => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, name, kind);
    const sent = bodies(23);
    putInto(
      account,
      deadLetterQueue,
      sent.map((body, index) => ({
        body,
        group: `g${index % 4}`,
        attributes: { ...setAside, eventType: 'order.completed' },
      })),
    );
    const { code, out } = await redrive(name, '--yes', '--json', ...(kind === 'subscription' ? ['--undelivered'] : []));
    expect(JSON.parse(out)).toMatchObject({ done: 23, left: 0, refused: {} });
    expect(code).toBe(0);
    expect(bodiesIn(account, deadLetterQueue)).toEqual([]);
    expect(countIn(source, sent)).toEqual(sent.map(() => 1));
    const back = account.cloud.sqs.browse(source.arn).filter(({ body }) => sent.includes(body));
    for (const { attributes } of back) expect(Object.keys(attributes ?? {})).toEqual(['eventType']);
  });

  test('what the scheduler could not deliver is told with its error, and comes back as it was scheduled', async () => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, 'users-user-notifications');
    const [body] = bodies(1);
    const attributes = {
      ERROR_CODE: 'AccessDeniedException',
      ERROR_MESSAGE: 'may not send',
      EXECUTION_ID: 'e',
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '0',
      SCHEDULED_TIME: '2026-01-01T00:45:00Z',
      SCHEDULE_ARN: 'arn',
      TARGET_ARN: 'arn',
    };
    putInto(account, deadLetterQueue, [{ body: body!, attributes }]);
    const { out } = await account.spillway('dlq', 'list', 'users-user-notifications', '--json');
    expect(out).toContain('"reason":"AccessDeniedException"');
    await redrive('users-user-notifications', '--yes');
    const [back] = account.cloud.sqs.browse(source.arn).filter((message) => message.body === body);
    expect(back!.attributes ?? {}).toEqual({});
  });

  test('a FIFO queue keeps the order within each group', async () => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, 'orders-lanes-standard');
    const sent = bodies(60);
    putInto(
      account,
      deadLetterQueue,
      sent.map((body, index) => ({ body, group: `g${index % 3}` })),
    );
    await redrive('orders-lanes-standard', '--yes');
    const back = account.cloud.sqs.browse(source.arn).filter(({ body }) => sent.includes(body));
    for (const group of ['g0', 'g1', 'g2']) {
      const order = back.filter(({ groupId }) => groupId === group).map(({ body }) => sent.indexOf(body));
      expect(order).toHaveLength(20);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  test('a dry run says what would be a no-op, what comes straight back, and moves nothing', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'vip');
    const orders = ['COMPLETED', 'PARKED', undefined].map((status, index) => ({ status, id: orderId(index) }));
    const { clients, stack } = await account.connect();
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    const dynamodb = await clients.get('dynamodb');
    for (const { status, id } of orders) {
      if (status !== undefined)
        await dynamodb.send(
          new PutItemCommand({
            TableName: stack.outputs['OrdersTable'],
            Item: { orderId: { S: id }, status: { S: status } },
          }),
        );
    }
    const messages = orders.map(({ id }) => orderPlaced(id));
    putInto(
      account,
      deadLetterQueue,
      [...messages, messages[1]!, 'no json'].map((body, index) => ({ body, group: `g${index}` })),
    );
    const { out } = await redrive('vip', '--dry-run');
    expect(out).toContain('no-op: the order is COMPLETED');
    expect(out).toContain('work: the order is PARKED');
    expect(out).toContain('returns: there is no such order');
    expect(out).toContain('no-op: a second copy of');
    expect(out).toContain('returns: the body is not JSON');
    expect(out).toContain(
      '5 chosen: 1 to be worked on, 2 no-ops (their effect is there already), 2 that come straight back.',
    );
    expect(bodiesIn(account, deadLetterQueue)).toHaveLength(5);
    expect((await redrive('vip', '--yes', '--json')).code).toBe(0);
  });

  test('nobody to ask and no --yes: nothing is changed, exit code 3', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'compensations');
    putInto(account, deadLetterQueue, [{ body: 'stays' }]);
    expect(await redrive('compensations')).toMatchObject({ code: 3 });
    expect(bodiesIn(account, deadLetterQueue)).toEqual(['stays']);
    expect(auditIds(audit)).toEqual([]);
  });

  test('what a filter does not choose stays, for everyone to see', async () => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, 'orders-notifications');
    const [chosen, other] = [bodies(15), bodies(15)];
    putInto(
      account,
      deadLetterQueue,
      chosen.map((body) => ({ body, attributes: { reason: 'a' } })),
    );
    putInto(
      account,
      deadLetterQueue,
      other.map((body) => ({ body, attributes: { reason: 'b' } })),
    );
    expect(JSON.parse((await redrive('orders-notifications', '--reason', 'a', '--yes', '--json')).out)).toMatchObject({
      done: 15,
      left: 15,
    });
    expect(countIn(source, chosen)).toEqual(chosen.map(() => 1));
    expect(bodiesIn(account, deadLetterQueue).toSorted()).toEqual(other.toSorted());
    expect(account.cloud.sqs.queues().find(({ arn }) => arn === deadLetterQueue.arn)).toMatchObject({
      visible: 15,
      inFlight: 0,
    });
  });

  test('a message that comes back while the run goes on is not taken again', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'confirmations');
    putInto(
      account,
      deadLetterQueue,
      bodies(30).map((body) => ({ body })),
    );
    account.around = async ({ headers }, answer) => {
      const reply = await answer();
      // Each copy fails at once and is set aside again.
      if (headers['x-amz-target']?.endsWith('.SendMessageBatch'))
        putInto(account, deadLetterQueue, [{ body: 'back again' }]);
      return reply;
    };
    const { out } = await redrive('confirmations', '--yes', '--json', '--no-plan');
    account.around = (_request, answer) => answer();
    expect((JSON.parse(out) as { done: number }).done).toBe(30);
    expect(new Set(bodiesIn(account, deadLetterQueue))).toEqual(new Set(['back again']));
  });

  test('--rate holds it back', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'sales');
    putInto(
      account,
      deadLetterQueue,
      bodies(40).map((body) => ({ body })),
    );
    const { out } = await redrive('sales', '--yes', '--json', '--no-plan', '--rate', '100');
    expect((JSON.parse(out) as { seconds: number }).seconds).toBeGreaterThan(0.25);
  });

  test('the record says who moved what where, copy by copy', async () => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, 'sales');
    putInto(account, deadLetterQueue, [{ body: 'recorded' }]);
    const [{ messageId } = { messageId: '' }] = account.cloud.sqs.browse(deadLetterQueue.arn);
    await redrive('sales', '--yes', '--reason', 'none');
    const copy = account.cloud.sqs.browse(source.arn).find(({ body }) => body === 'recorded')!;
    const [id] = auditIds(audit);
    const lines = readFileSync(join(audit, `${id}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      expect.objectContaining({
        what: 'redrive',
        from: deadLetterQueue.queueName,
        to: source.queueName,
        filter: { reason: 'none' },
      }),
      { copied: [[messageId, copy.messageId]] },
      { deleted: [messageId] },
      expect.objectContaining({ done: 1, left: 0 }),
    ]);
  });

  describe.each([
    ['sales', 'standard', 'after'],
    ['vip', 'FIFO', 'before'],
  ] as const)('cut off at any request, %s (%s), %s it was applied', (name, type, when) => {
    const count = 25;
    /** Receives, copies and deletions of 25 messages. */
    const cuts = Array.from({ length: 9 }, (_, index) => index + 1);

    test.each(cuts)('request %d: nothing is lost, and --resume finishes', async (cut) => {
      const { source, deadLetterQueue } = await deadLetterQueueOf(account, name);
      const sent = bodies(count);
      putInto(
        account,
        deadLetterQueue,
        sent.map((body, index) => ({ body, group: `g${index}` })),
      );
      let requests = 0;
      let lostCopies = 0;
      account.around = async ({ headers }, answer) => {
        const target = headers['x-amz-target'] ?? '';
        const counted = /ReceiveMessage|SendMessageBatch|DeleteMessageBatch/.test(target);
        if (counted) requests += 1;
        const dead = requests > cut || (counted && requests === cut);
        if (!dead) return answer();
        if (counted && requests === cut && when === 'after') {
          await answer();
          if (target.endsWith('SendMessageBatch')) lostCopies += 1;
        }
        return { status: 403, headers: {}, body: '{"__type":"AccessDenied","message":"cut off"}' };
      };
      const first = await redrive(name, '--yes', '--no-plan');
      account.around = (_request, answer) => answer();
      const inDeadLetters = countIn(deadLetterQueue, sent);
      const inSource = countIn(source, sent);
      expect(sent.filter((_, index) => (inDeadLetters[index] ?? 0) + (inSource[index] ?? 0) === 0)).toEqual([]);
      if (first.code === 0) return;
      account.clock.advance(121_000);
      const [record] = auditIds(audit);
      expect(await redrive('--resume', record!, '--yes')).toMatchObject({ code: 0 });
      expect(countIn(deadLetterQueue, sent)).toEqual(sent.map(() => 0));
      const copies = countIn(source, sent);
      if (type === 'FIFO' || lostCopies === 0) expect(copies).toEqual(sent.map(() => 1));
      else expect(copies.filter((each) => each > 1).length).toBeLessThanOrEqual(10 * lostCopies);
      expect(Math.min(...copies)).toBe(1);
    });
  });

  test('a process killed again and again loses nothing and copies nothing twice', async () => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, 'vip');
    const sent = bodies(80);
    putInto(
      account,
      deadLetterQueue,
      sent.map((body, index) => ({ body, group: `g${index}` })),
    );
    const child = async (killAt: number, ...argv: string[]): Promise<NodeJS.Signals | null> => {
      const command = [join(repositoryRoot, 'bin', 'spillway.ts'), 'dlq', 'redrive', ...argv];
      const running = spawn(process.execPath, [...command, '--yes', '--audit', audit, '--endpoint', account.url]);
      let copies = 0;
      account.around = async ({ headers }, answer) => {
        const copying = headers['x-amz-target']?.endsWith('.SendMessageBatch') === true;
        if (copying && (copies += 1) === killAt) running.kill('SIGKILL');
        return answer();
      };
      return new Promise((resolve) => running.on('exit', (_code, signal) => resolve(signal)));
    };
    expect(await child(2, 'vip', '--no-plan')).toBe('SIGKILL');
    const [record] = auditIds(audit);
    account.clock.advance(121_000);
    expect(await child(2, '--resume', record!)).toBe('SIGKILL');
    account.clock.advance(121_000);
    expect(await child(Infinity, '--resume', record!)).toBeNull();
    account.around = (_request, answer) => answer();
    expect(bodiesIn(account, deadLetterQueue)).toEqual([]);
    expect(countIn(source, sent)).toEqual(sent.map(() => 1));
  });

  test('an interrupted run is finished before another begins', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'sales');
    putInto(
      account,
      deadLetterQueue,
      bodies(5).map((body) => ({ body })),
    );
    account.around = async ({ headers }, answer) =>
      headers['x-amz-target']?.endsWith('.DeleteMessageBatch') === true
        ? { status: 403, headers: {}, body: '{"__type":"AccessDenied"}' }
        : answer();
    await redrive('sales', '--yes', '--no-plan');
    account.around = (_request, answer) => answer();
    const [record] = auditIds(audit);
    expect((await redrive('sales', '--yes')).errors).toContain(`finish it with --resume ${record}`);
    expect(await redrive('--resume', record!, '--yes')).toMatchObject({
      code: 3,
      errors: expect.stringContaining('5 are hidden for now') as string,
    });
    account.clock.advance(121_000);
    expect((await redrive('--resume', record!, '--yes')).code).toBe(0);
    expect(bodiesIn(account, deadLetterQueue)).toEqual([]);
  });
});
