import { test } from 'vitest';
import fc from 'fast-check';
import { addNumbers, compareNumbers, normalizeNumber, numberOrder } from '../../../local/services/dynamodb/decimal.ts';

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
