import { expect, test } from 'vitest';
import fc from 'fast-check';
import {
  addNumbers,
  compareNumbers,
  normalizeNumber,
  numberOrder,
  numberSize,
} from '../../../local/services/dynamodb/decimal.ts';

const decimal = fc
  .tuple(fc.bigInt(-(10n ** 19n), 10n ** 19n), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => ({
    scaled: digits * 10n ** BigInt(12 - places),
    text: normalizeNumber(`${digits}e-${places}`),
  }));

test('sums are exact', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const sum = a.scaled + b.scaled;
      return addNumbers(a.text, b.text) === normalizeNumber(`${sum}e-12`);
    }),
  );
});

test('numbers sort as their values do', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const order = a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0;
      const [x, y] = [numberOrder(a.text), numberOrder(b.text)];
      return Math.sign(compareNumbers(a.text, b.text)) === order && (x < y ? -1 : x > y ? 1 : 0) === order;
    }),
  );
});

test('a normalised number is its own normal form', () => {
  fc.assert(fc.property(decimal, ({ text }) => normalizeNumber(text) === text));
});

test.each([
  ['0', 1],
  ['-0', 1],
  ['12', 2],
  ['123', 3],
  ['-42', 3],
  ['1E125', 2],
  ['0.15', 2],
  ['1.5', 3],
  ['3.14159', 5],
  ['100.5', 4],
])('%s takes %i bytes: the digits on each side of the point are paired by themselves', (number, bytes) => {
  expect(numberSize(normalizeNumber(number))).toBe(bytes);
});

test.each([
  ['1e50', '1'],
  ['0.1', '99999999999999999999999999999999999999'],
])('a sum that cannot be held exactly overflows: %s + %s', (a, b) => {
  expect(() => addNumbers(normalizeNumber(a), normalizeNumber(b))).toThrow(
    'Number overflow. Attempting to store a number with magnitude larger than supported range',
  );
});
