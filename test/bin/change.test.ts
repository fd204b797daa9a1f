import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditIds, readAudit } from '../../bin/spillway/audit.ts';
import type { Fixture } from '../../bin/spillway/dead-letters/fixture.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { product } from '../simulation/product.ts';
import { replay } from '../simulation/replay.ts';
import { bodiesIn, deadLetterQueueOf, putInto, startAccount, type Account } from './account.ts';
import { orderId, orderPlaced } from './messages.ts';

let account: Account;
let audit: string;
beforeAll(async () => void (account = await startAccount()));
afterAll(() => account.stop());
beforeEach(() => void (audit = mkdtempSync(join(tmpdir(), 'audit-'))));
afterEach(() => rmSync(audit, { recursive: true }));

const idIn = (queue: { arn: string }): string => account.cloud.sqs.browse(queue.arn)[0]!.messageId;

describe('dlq edit', () => {
  const broken = orderPlaced(orderId(1)).replace('"quantity":1', '"quantity":"one"');

  test('the corrected copy takes the original’s place, and the record keeps the original', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'vip');
    putInto(account, deadLetterQueue, [{ body: broken, group: 'g', attributes: { reason: 'invalid-message' } }]);
    const original = idIn(deadLetterQueue);
    const editor = `${process.execPath} -e "const fs=require('fs'),f=process.argv[1];fs.writeFileSync(f,fs.readFileSync(f,'utf8').replace('\\"one\\"','1'))"`;
    process.env['VISUAL'] = editor;
    const { code, errors } = await account.spillway('dlq', 'edit', original.slice(0, 8), '--audit', audit);
    delete process.env['VISUAL'];
    expect({ code, errors }).toMatchObject({
      code: 0,
      errors: expect.stringContaining('dlq redrive Orders-Lanes-Vip') as string,
    });
    const [copy, ...others] = account.cloud.sqs.browse(deadLetterQueue.arn);
    expect(others).toEqual([]);
    expect(JSON.parse(copy!.body)).toEqual(JSON.parse(orderPlaced(orderId(1))));
    expect(copy).toMatchObject({ groupId: 'g', attributes: { editedFrom: { StringValue: original }, reason: {} } });
    const { lines } = readAudit(audit, auditIds(audit)[0]!)!;
    expect(lines).toContainEqual({ kept: [expect.objectContaining({ id: original, body: broken, groupId: 'g' })] });
  });

  test.each([
    ['{"type":"order.placed"}', 'the new body breaks its contract'],
    ['{oops', 'the body is not JSON'],
    ['{"type":"order.eaten"}', 'type "order.eaten" is none of'],
  ])('%s is refused and nothing changes', async (body, text) => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'orders-lanes-standard');
    putInto(account, deadLetterQueue, [{ body: broken, group: body }]);
    const id = account.cloud.sqs.browse(deadLetterQueue.arn).at(-1)!.messageId;
    const before = bodiesIn(account, deadLetterQueue);
    expect(await account.spillway('dlq', 'edit', id, '--body', body, '--audit', audit)).toMatchObject({
      code: 1,
      errors: expect.stringContaining(text) as string,
    });
    expect(bodiesIn(account, deadLetterQueue)).toEqual(before);
    expect(auditIds(audit)).toEqual([]);
  });
});

describe('dlq drop', () => {
  test('what is chosen is written down whole, then deleted; the rest stays', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'sales');
    putInto(account, deadLetterQueue, [
      { body: 'first', attributes: { reason: 'a' } },
      { body: 'second', attributes: { reason: 'b' } },
    ]);
    const asked = await account.spillway('dlq', 'drop', 'sales', '--reason', 'a', '--audit', audit);
    expect(asked).toMatchObject({ code: 3, errors: expect.stringContaining('Nothing was changed') as string });
    const { code } = await account.spillway('dlq', 'drop', 'sales', '--reason', 'a', '--yes', '--audit', audit);
    expect(code).toBe(0);
    expect(bodiesIn(account, deadLetterQueue)).toEqual(['second']);
    const [id] = auditIds(audit);
    expect(readAudit(audit, id!)!.lines[0]).toMatchObject({ kept: [{ body: 'first', attributes: { reason: {} } }] });
    expect(statSync(join(audit, `${id}.jsonl`)).mode & 0o077).toBe(0);
  });

  test('cut off at its deletion, every message is still there or written down', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'compensations');
    const bodies = Array.from({ length: 15 }, (_, index) => `message ${index}`);
    putInto(
      account,
      deadLetterQueue,
      bodies.map((body) => ({ body })),
    );
    let deletions = 0;
    account.around = async ({ headers }, answer) => {
      const deleting = headers['x-amz-target']?.endsWith('.DeleteMessageBatch') === true;
      if (deleting && (deletions += 1) === 2) return { status: 403, headers: {}, body: '{"__type":"AccessDenied"}' };
      return answer();
    };
    const { code } = await account.spillway('dlq', 'drop', 'compensations', '--yes', '--audit', audit);
    account.around = (_request, answer) => answer();
    expect(code).toBe(1);
    const { lines } = readAudit(audit, auditIds(audit)[0]!)!;
    const written = lines.flatMap(({ kept = [] }) => (kept as { body: string }[]).map(({ body }) => body));
    expect(new Set([...written, ...bodiesIn(account, deadLetterQueue)])).toEqual(new Set(bodies));
  });
});

describe('dlq export', () => {
  const folder = join(repositoryRoot, '.spillway', `exported-${process.pid}`);
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const exported = (): { fixture: Fixture; test: string; texts: string } => {
    const read = (ending: string) =>
      readFileSync(
        join(
          folder,
          readdirSync(folder).find((name) => name.endsWith(ending))!,
        ),
        'utf8',
      );
    return {
      fixture: JSON.parse(read('.json')) as Fixture,
      test: read('.test.ts'),
      texts: read('.json') + read('.test.ts'),
    };
  };

  test('the fixture holds no personal data and fails in the simulation until the code is mended', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'vip');
    const body = orderPlaced(orderId(7)).replace('"ada"', '"canary-customer"');
    putInto(account, deadLetterQueue, [{ body, group: 'canary-group', attributes: { reason: 'unknown-order' } }]);
    const { clients, stack } = await account.connect();
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    await (
      await clients.get('dynamodb')
    ).send(
      new PutItemCommand({
        TableName: stack.outputs['CustomersTable'],
        Item: { customerId: { S: 'canary-customer' }, email: { S: 'canary@canary.example' }, tier: { S: 'vip' } },
      }),
    );
    const id = account.cloud.sqs.browse(deadLetterQueue.arn).at(-1)!.messageId;
    expect((await account.spillway('dlq', 'export', id, '--to', relative(repositoryRoot, folder))).code).toBe(0);
    const { fixture, test: source, texts } = exported();
    expect(texts).not.toMatch(/canary/);
    expect(texts).not.toContain(orderId(7));
    expect(source).toContain('expect(await replayed(fixture)).toEqual([])');
    expect(fixture.rows['CustomersTable']).toEqual([
      { customerId: expect.any(String) as string, tier: 'vip', email: expect.stringMatching(/^person-/) as string },
    ]);

    expect(await replay(fixture, await product())).toEqual([expect.objectContaining({ reason: 'unknown-order' })]);
    const mended = await product({
      file: 'lambdas/orders/process-order.ts',
      find: `throw new Reject('The order does not exist', { reason: 'unknown-order' });`,
      replace: `return 'REJECTED';`,
    });
    expect(await replay(fixture, mended)).toEqual([]);
  });

  test('a body that is not JSON stays none', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'orders-notifications');
    putInto(account, deadLetterQueue, [{ body: '{"secret": "Hunter2' }]);
    await account.spillway('dlq', 'export', idIn(deadLetterQueue), '--to', relative(repositoryRoot, folder));
    expect(exported().fixture.message.body).toBe('{"xxxxxx": "Xxxxxx0');
  });
});

describe('send', () => {
  test('a message that keeps its contract goes to the queue, its subject as group, its id for deduplication', async () => {
    const { source } = await deadLetterQueueOf(account, 'vip');
    const { code, out } = await account.spillway('send', 'vip', '--body', orderPlaced(orderId(3)), '--json');
    expect(code).toBe(0);
    const { messageId } = JSON.parse(out) as { messageId: string };
    expect(account.cloud.sqs.browse(source.arn).find((message) => message.messageId === messageId)).toMatchObject({
      groupId: orderId(3),
    });
  });

  test('one that breaks it is refused, and goes with --as-is', async () => {
    const { source } = await deadLetterQueueOf(account, 'sales');
    expect(await account.spillway('send', 'sales', '--body', '{}')).toMatchObject({ code: 1 });
    const args = ['--body', '{}', '--as-is', '--attribute', 'eventType=order.completed'];
    expect(await account.spillway('send', 'sales', ...args)).toMatchObject({ code: 0 });
    expect(bodiesIn(account, source)).toEqual(['{}']);
    expect(account.cloud.sqs.browse(source.arn)[0]!.attributes).toMatchObject({
      eventType: { StringValue: 'order.completed' },
    });
  });

  test('a FIFO queue wants a group', async () => {
    expect(await account.spillway('send', 'vip', '--body', '{}', '--as-is')).toMatchObject({ code: 2 });
  });
});
