import { describe, expect, test } from 'vitest';
import { chunk, type Entry, type OutgoingMessage } from '../../../lambdas/messaging/produce/chunk.ts';
import { MessagesNotSent, deliver, type EntryFailure } from '../../../lambdas/messaging/produce/deliver.ts';

const limits = { entries: 10, bytes: 100_000 };

/** A service that answers each request by `answer` and remembers what it was sent. */
function service(answer: (entries: readonly Entry[], request: number) => readonly EntryFailure[]) {
  const requests: string[][] = [];
  return {
    requests,
    send: async (entries: readonly Entry[]) => {
      requests.push(entries.map(({ message }) => message.body));
      return answer(entries, requests.length);
    },
  };
}

const plain = (...bodies: string[]): OutgoingMessage[] => bodies.map((body) => ({ body }));
const grouped = (groupId: string, ...bodies: string[]): OutgoingMessage[] => bodies.map((body) => ({ body, groupId }));

describe('deliver', () => {
  test('footgun 35: entries that a 200 answer lists as failed are sent again, and only those', async () => {
    const { requests, send } = service((entries, request) =>
      request === 1 ? [{ id: entries[1]!.id, code: 'InternalError', senderFault: false }] : [],
    );
    await deliver(chunk(plain('a', 'b', 'c'), limits), send);
    expect(requests).toEqual([['a', 'b', 'c'], ['b']]);
  });

  test('a sender fault is final and named by its place', async () => {
    const { requests, send } = service((entries) => [
      { id: entries[0]!.id, code: 'InvalidMessageContents', senderFault: true },
    ]);
    const error = await deliver(chunk(plain('bad', 'good'), limits), send).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MessagesNotSent);
    expect((error as MessagesNotSent).notSent).toEqual([
      { index: 0, code: 'InvalidMessageContents', senderFault: true },
    ]);
    expect(requests).toHaveLength(1);
  });

  test('what stays refused after three tries is thrown, never dropped', async () => {
    const { requests, send } = service((entries) =>
      entries.map(({ id }) => ({ id, code: 'ServiceUnavailable', senderFault: false })),
    );
    await expect(deliver(chunk(plain('a', 'b'), limits), send)).rejects.toMatchObject({
      notSent: [{ index: 0 }, { index: 1 }],
    });
    expect(requests).toHaveLength(3);
  });

  test('footgun 37: once a message of a group is given up, nothing behind it in its group is sent', async () => {
    const { requests, send } = service((entries) =>
      entries.filter(({ message }) => message.body === 'a2').map(({ id }) => ({ id, code: 'X', senderFault: true })),
    );
    const messages = [...grouped('A', 'a1', 'a2', 'a3'), ...grouped('B', 'b1', 'b2')];
    const error = await deliver(chunk(messages, limits), send).catch((thrown: unknown) => thrown);
    expect((error as MessagesNotSent).notSent.map(({ index, code }) => [index, code])).toEqual([
      [1, 'X'],
      [2, 'PredecessorNotSent'],
    ]);
    expect(requests.flat()).not.toContain('a3');
    expect(requests.flat()).toContain('b2');
  });

  test('a request that fails as a whole fails each of its entries and keeps its cause', async () => {
    const down = Object.assign(new Error('down'), { $fault: 'server' });
    const error = await deliver(chunk(plain('a'), limits), () => Promise.reject(down)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ notSent: [{ index: 0, senderFault: false }], cause: down });
  });
});
