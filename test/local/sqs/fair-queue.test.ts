import { expect, test } from 'vitest';
import { account, bodies, call } from './fixture.ts';

function flood(sqs: ReturnType<typeof account>['sqs'], tenant: string, count: number): void {
  const arn = sqs.arnOf('q');
  for (let i = 0; i < count; i++) sqs.send(arn, { MessageBody: tenant, MessageGroupId: tenant }, call);
}

test('a tenant with a tenth of the flight and thirty of its own goes after quiet tenants', async () => {
  const { sqs, create, send, receive } = account();
  const url = await create('q');
  flood(sqs, 'noisy', 100);
  sqs.receive(sqs.arnOf('q'), { most: 30 }, call);
  await send(url, 'quiet', { MessageGroupId: 'quiet' });
  await send(url, 'nobody');
  expect(bodies(await receive(url, { MaxNumberOfMessages: 3 }))).toEqual(['quiet', 'nobody', 'noisy']);
});

test('below thirty in flight messages come in order', async () => {
  const { sqs, create, send, receive } = account();
  const url = await create('q');
  flood(sqs, 'busy', 30);
  sqs.receive(sqs.arnOf('q'), { most: 29 }, call);
  await send(url, 'quiet', { MessageGroupId: 'quiet' });
  expect(bodies(await receive(url))).toEqual(['busy', 'quiet']);
});

test('a tenant that keeps consumers busy for long goes after quiet tenants', async () => {
  const { clock, sqs, create, send, receive, remove } = account();
  const url = await create('q');
  flood(sqs, 'slow', 5);
  const [first] = await receive(url, { MaxNumberOfMessages: 1 });
  await clock.advance(20_000);
  await remove(url, first);
  await send(url, 'quick', { MessageGroupId: 'quick' });
  expect(bodies(await receive(url, { MaxNumberOfMessages: 2 }))).toEqual(['quick', 'slow']);
});

test('of several noisy tenants the one with the fewest in flight comes first', async () => {
  const { sqs, create, receive } = account();
  const url = await create('q');
  const arn = sqs.arnOf('q');
  flood(sqs, 'a', 40);
  flood(sqs, 'b', 35);
  sqs.receive(arn, { most: 75 }, call);
  flood(sqs, 'a', 1);
  flood(sqs, 'b', 1);
  expect(bodies(await receive(url, { MaxNumberOfMessages: 2 }))).toEqual(['b', 'a']);
});

test('messages of one tenant are received in parallel, unlike those of a FIFO group', async () => {
  const { sqs, create, receive } = account();
  const url = await create('q');
  flood(sqs, 'a', 2);
  expect(await receive(url, { MaxNumberOfMessages: 1 })).toHaveLength(1);
  const [second] = await receive(url);
  expect(second?.Attributes?.MessageGroupId).toBe('a');
});

test('a tenant that sent nothing for five minutes is quiet again', async () => {
  const { clock, sqs, create, send, receive } = account();
  const url = await create('q', { VisibilityTimeout: '43200' });
  flood(sqs, 'old', 32);
  sqs.receive(sqs.arnOf('q'), { most: 30 }, call);
  await clock.advance(5 * 60_000);
  await send(url, 'new', { MessageGroupId: 'new' });
  expect(bodies(await receive(url, { MaxNumberOfMessages: 3 }))).toEqual(['old', 'old', 'new']);
});
