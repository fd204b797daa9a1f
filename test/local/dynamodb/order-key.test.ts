import { expect, test } from 'vitest';
import fc from 'fast-check';
import { escaped, orderKey } from '../../../local/services/dynamodb/order-key.ts';
import { Binary } from '../../../local/services/dynamodb/values.ts';

const sign = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

test('strings sort by their UTF-8 bytes, also beyond the basic plane', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\0', '\u0001', '\uE000', '\uFFFD', '\u{1F600}', 'é') });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(sign(orderKey({ S: a }), orderKey({ S: b }))).toBe(order);
      expect(sign(escaped(orderKey({ S: a })) + '\0\0', escaped(orderKey({ S: b })) + '\0\0')).toBe(order);
    }),
  );
});

test('binary sorts by unsigned bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      const [x, y] = [orderKey({ B: new Binary(a) }), orderKey({ B: new Binary(b) })];
      return sign(x, y) === Buffer.compare(a, b);
    }),
  );
});
