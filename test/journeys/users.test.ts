import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect } from 'vitest';
import { journeys } from './journey.ts';
import type { Shop } from './shop.ts';
import { eventually, type ApiAnswer } from './target.ts';

const journey = journeys();

function register(shop: Shop, key: string, body: object): Promise<ApiAnswer> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': shop.key(key) };
  return shop.target.api('POST', '/users', { headers, body: JSON.stringify(body) });
}

async function registrations({ target }: Shop, userId: string): Promise<number> {
  const { Items = [] } = await target.dynamodb.send(
    new ScanCommand({ TableName: target.outputs['RegistrationsTable']!, ConsistentRead: true }),
  );
  return Items.filter((item) => item['userId'] === userId).length;
}

describe('a user', () => {
  journey(
    'who registers is welcomed by mail and push, and counted, each once',
    async (shop) => {
      const email = `${shop.key('ada')}@example.com`;
      const { status, body } = await register(shop, 'a', { email, name: 'Ada' });
      expect(status).toBe(201);
      const userId = String(body['userId']);
      await eventually(
        'all subscribers are done',
        async () => {
          const { messages, notifications } = await shop.target.outside();
          const mails = messages.filter(({ to }) => to === email);
          const pushes = notifications.filter(({ to }) => to === userId);
          return mails.length === 1 && pushes.length === 1 && (await registrations(shop, userId)) === 1;
        },
        30,
      );
    },
    ['providers'],
  );

  journey('who registers again under one key gets the same answer, and no second user', async (shop) => {
    const email = `${shop.key('a')}@example.com`;
    const first = await register(shop, 'a', { email });
    const second = await register(shop, 'a', { email });
    expect([second.status, second.body]).toEqual([201, first.body]);
  });

  journey('H06: with another body under a used key is refused', async (shop) => {
    await register(shop, 'a', { email: `${shop.key('a')}@example.com` });
    const { status, body } = await register(shop, 'a', { email: `${shop.key('b')}@example.com` });
    expect([status, body['code']]).toEqual([422, 'idempotency-key-reused']);
  });

  journey('with the address of another, however it is written, is refused', async (shop) => {
    const email = `${shop.key('a')}@example.com`;
    await register(shop, 'a', { email });
    for (const [key, same] of [email, email.toUpperCase()].entries()) {
      const { status, body } = await register(shop, `other-${key}`, { email: same });
      expect([status, body['code']]).toEqual([409, 'email-taken']);
    }
  });

  journey('wanted by ten at once is given the address once', async (shop) => {
    const email = `${shop.key('a')}@example.com`;
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => register(shop, `k${n}`, { email })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    const [winner] = answers.filter(({ status }) => status === 201);
    const { Item } = await shop.target.dynamodb.send(
      new GetCommand({ TableName: shop.target.outputs['UsersTable']!, Key: { userId: winner!.body['userId'] } }),
    );
    expect(Item).toMatchObject({ email });
  });

  journey('with no address, or what is none, is refused', async (shop) => {
    for (const body of [{}, { email: 'ada' }, { email: 'a@b' }, { email: `${'a'.repeat(250)}@example.com` }]) {
      const answer = await register(shop, 'a', body);
      expect([answer.status, answer.body['code']]).toEqual([400, 'invalid-request']);
    }
  });
});
