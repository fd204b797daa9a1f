import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunk, messageBytes, type OutgoingMessage } from '../../../lambdas/messaging/produce/chunk.ts';

const limits = { entries: 10, bytes: 1000 };
const messages = fc.array(
  fc.record({
    body: fc.string({ maxLength: 200, unit: 'grapheme' }),
    attributes: fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fc.string({ maxLength: 10 }), { maxKeys: 3 }),
    groupId: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  }),
  { maxLength: 50 },
) as fc.Arbitrary<OutgoingMessage[]>;

describe('chunk', () => {
  test('every message is in exactly one batch, in order', () => {
    fc.assert(
      fc.property(messages, (list) => {
        const flat = chunk(list, limits).flat();
        expect(flat.map(({ index }) => index)).toEqual(list.map((_message, index) => index));
      }),
    );
  });

  test('no batch exceeds ten entries or the byte limit, counted in UTF-8 with attributes', () => {
    fc.assert(
      fc.property(messages, (list) => {
        for (const entries of chunk(list, limits)) {
          expect(entries.length).toBeLessThanOrEqual(10);
          expect(entries.reduce((sum, { message }) => sum + messageBytes(message), 0)).toBeLessThanOrEqual(1000);
        }
      }),
    );
  });

  test('a batch holds one message of a group at most, so that none can overtake another', () => {
    fc.assert(
      fc.property(messages, (list) => {
        for (const entries of chunk(list, limits)) {
          const groups = entries.map(({ message }) => message.groupId).filter((group) => group !== undefined);
          expect(new Set(groups).size).toBe(groups.length);
        }
      }),
    );
  });

  test('footgun 38: bytes are counted, not characters', () => {
    expect(messageBytes({ body: '🎉é', attributes: { a: 'é' } })).toBe(4 + 2 + 1 + 6 + 2);
  });

  test('a message that fits no batch is refused by its place and size', () => {
    expect(() => chunk([{ body: 'x' }, { body: 'x'.repeat(1001) }], limits)).toThrow(/message 1 has 1001 bytes/);
  });
});
