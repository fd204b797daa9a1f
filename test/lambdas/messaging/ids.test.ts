import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash, derivedId } from '../../../lambdas/messaging/ids.ts';

test('a derived id is a version 5 UUID and the same for the same cause', () => {
  expect(derivedId('order-1', 'order.completed')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(derivedId('order-1', 'order.completed')).toBe(derivedId('order-1', 'order.completed'));
});

test('H09: parts cannot be shifted from one to the next, so two customers never share an order', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
      fc.pre(a !== c || b !== d);
      expect(derivedId(a, b)).not.toBe(derivedId(c, d));
    }),
  );
});

test('H07: white space and key order do not change a content hash, values do', () => {
  expect(contentHash(JSON.parse('{"a":1,"b":{"c":2,"d":[1,2]}}'))).toBe(
    contentHash(JSON.parse('{ "b": {"d":[1, 2],"c":2}, "a": 1 }')),
  );
  expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
});
