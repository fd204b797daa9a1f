import { describe, expect, test } from 'vitest';
import { account, call, redrive } from './fixture.ts';
import type { SqsChange } from '../../../local/services/sqs/store.ts';

async function firstMessageId(): Promise<string | undefined> {
  const { create, send } = account();
  return (await send(await create('q'), 'x')).MessageId;
}

describe('in process', () => {
  test('what one engine sends another receives whole, binary values as bytes', async () => {
    const { sqs, create } = account();
    await create('q');
    const arn = sqs.arnOf('q');
    const BinaryValue = new Uint8Array([1, 2, 3]);
    sqs.send(arn, { MessageBody: 'x', MessageAttributes: { b: { DataType: 'Binary', BinaryValue } } }, call);
    const [message] = sqs.receive(arn, { most: 100 }, call);
    expect(message).toMatchObject({ Body: 'x', Attributes: { ApproximateReceiveCount: '1' } });
    expect(new Uint8Array(message!.MessageAttributes!['b']!.BinaryValue!)).toEqual(BinaryValue);
    sqs.delete(arn, message!.ReceiptHandle, call);
    expect(sqs.browse(arn)).toEqual([]);
  });

  test('a send acts on the rights of who sends, with the policy of the queue', async () => {
    const { sqs, create } = account();
    const Policy = '{"Statement":[{"Effect":"Deny"}]}';
    await create('q', { Policy });
    const demands: unknown[] = [];
    const authorize = (demand: unknown) => void demands.push(demand);
    const caller = { principal: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:us-east-1:123456789012:t' };
    sqs.send(sqs.arnOf('q'), { MessageBody: 'x' }, { ...call, caller, authorize });
    const policy: unknown = JSON.parse(Policy);
    expect(demands).toEqual([{ action: 'sqs:SendMessage', resource: sqs.arnOf('q'), policy }]);
  });

  test('a listener hears of arrivals, ends of delays and visibility timeouts, and freed groups', async () => {
    const { clock, sqs, create } = account();
    await create('q', { DelaySeconds: '1', VisibilityTimeout: '5' });
    const arn = sqs.arnOf('q');
    const heard: number[] = [];
    const start = clock.now();
    const stop = sqs.onAvailable(arn, () => {
      heard.push(clock.now() - start);
      sqs.receive(arn, { most: 10 }, call);
    });
    sqs.send(arn, { MessageBody: 'x' }, call);
    await clock.advance(6_000);
    expect(heard).toEqual([1_000, 6_000]);
    stop();
    await clock.advance(60_000);
    expect(heard).toHaveLength(2);
  });

  test('a batch of deletions does what it can and names the rest', async () => {
    const { sqs, create, sendFifo } = account();
    const url = await create('q.fifo');
    const arn = sqs.arnOf('q.fifo');
    for (const body of ['A1', 'A2']) await sendFifo(url, body);
    const [a1, a2] = sqs.receive(arn, { most: 10 }, call);
    sqs.changeVisibility(arn, a1!.ReceiptHandle, 0, call);
    const { Failed } = sqs.deleteBatch(arn, [a1!.ReceiptHandle, a2!.ReceiptHandle], call);
    expect(Failed).toMatchObject([{ Id: '0', Code: 'InvalidParameterValue' }]);
    expect(sqs.browse(arn)).toMatchObject([{ body: 'A1', state: 'visible' }]);
  });

  test('browsing shows every message and changes none', async () => {
    const { sqs, create, send, receive } = account();
    const url = await create('q');
    await send(url, 'seen');
    await receive(url);
    await send(url, 'waiting');
    const look = () => sqs.browse(sqs.arnOf('q')).map(({ body, state, receiveCount }) => [body, state, receiveCount]);
    expect(look()).toEqual([
      ['seen', 'in-flight', 1],
      ['waiting', 'visible', 0],
    ]);
    expect(look()).toEqual(look());
  });

  test('the list of queues names each dead-letter queue', async () => {
    const { sqs, create } = account();
    await create('dead');
    await create('q', redrive(sqs.arnOf('dead'), 3));
    expect(sqs.queues()).toMatchObject([{ name: 'dead' }, { name: 'q', deadLetterTargetArn: sqs.arnOf('dead') }]);
  });

  test('equal seeds and calls give equal message ids', async () => {
    expect(await firstMessageId()).toBe(await firstMessageId());
  });
});

async function history() {
  const before = account();
  const log: string[] = [];
  before.sqs.onChange = (change) => log.push(JSON.stringify(change));
  await before.create('dead.fifo');
  const fifo = await before.create('q.fifo', redrive(before.sqs.arnOf('dead.fifo'), 1));
  const url = await before.create('q', { VisibilityTimeout: '30' });
  for (const body of ['A1', 'A2', 'B1']) await before.sendFifo(fifo, body);
  for (const body of ['deleted', 'in flight', 'visible']) await before.send(url, body);
  await before.send(url, 'delayed', { DelaySeconds: 60 });
  const [first] = await before.receive(url, { MaxNumberOfMessages: 2 });
  await before.remove(url, first);
  await before.receive(fifo, { MaxNumberOfMessages: 1 });
  return { before, url, fifo, log };
}

describe('after a restart', () => {
  test.each(['log', 'snapshot'] as const)('the %s brings back every message in its state', async (source) => {
    const { before, log } = await history();
    const after = account();
    const changes = source === 'log' ? log : [...before.sqs.snapshot()].map((change) => JSON.stringify(change));
    for (const line of changes) after.sqs.restore(JSON.parse(line) as SqsChange);
    for (const name of ['q', 'q.fifo', 'dead.fifo']) {
      const arn = before.sqs.arnOf(name);
      expect(after.sqs.browse(arn)).toEqual(before.sqs.browse(arn));
    }
    expect(after.sqs.depth(after.sqs.arnOf('q'))).toMatchObject({ visible: 1, inFlight: 1, delayed: 1 });
  });

  test('duplicates, locked groups and receipt handles are remembered', async () => {
    const { log, url, fifo } = await history();
    const after = account();
    for (const line of log) after.sqs.restore(JSON.parse(line) as SqsChange);
    await after.sendFifo(fifo, 'A1');
    expect((await after.receive(fifo)).map((message) => message.Body)).toEqual(['B1']);
    await after.clock.advance(30_000);
    expect((await after.receive(url)).map((message) => message.Body)).toEqual(['visible', 'in flight']);
  });
});
