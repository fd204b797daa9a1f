import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../local/services/lambda/mappings/filter-pattern.ts';

const matches = (pattern: unknown, value: unknown): boolean => compilePattern(JSON.stringify(pattern)).matches(value);

describe('filter patterns', () => {
  test.each([
    ['equals', { a: ['x'] }, { a: 'x' }, true],
    ['equals is by type', { a: ['1'] }, { a: 1 }, false],
    ['one of several', { a: ['x', 'y'] }, { a: 'y' }, true],
    ['all keys', { a: ['x'], b: ['y'] }, { a: 'x' }, false],
    ['nested', { a: { b: ['x'] } }, { a: { b: 'x' } }, true],
    ['null', { a: [null] }, { a: null }, true],
    ['empty', { a: [''] }, { a: '' }, true],
    ['prefix', { a: [{ prefix: 'ab' }] }, { a: 'abc' }, true],
    ['suffix', { a: [{ suffix: 'bc' }] }, { a: 'abc' }, true],
    ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'ABC' }] }, { a: 'abc' }, true],
    ['anything-but', { a: [{ 'anything-but': ['x'] }] }, { a: 'y' }, true],
    ['anything-but needs the key', { a: [{ 'anything-but': ['x'] }] }, {}, false],
    ['numeric range', { a: [{ numeric: ['>', 1, '<=', 5] }] }, { a: 5 }, true],
    ['numeric range, outside', { a: [{ numeric: ['>', 1, '<=', 5] }] }, { a: 6 }, false],
    ['exists', { a: [{ exists: true }] }, { a: 0 }, true],
    ['exists looks at leaves only', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ['does not exist', { a: [{ exists: false }] }, {}, true],
    ['$or', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, true],
    ['any element of a list', { a: ['x'] }, { a: ['w', 'x'] }, true],
    ['inherited names are no keys', { toString: [{ exists: true }] }, {}, false],
  ])('%s', (_name, pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  test.each([['{'], ['[]'], ['{"a":"x"}'], ['{"a":[]}'], ['{"a":[{"near":1}]}'], ['{"a":[{"numeric":[">"]}]}']])(
    '%s is refused',
    (pattern) => {
      expect(() => compilePattern(pattern)).toThrow(/Invalid filter pattern definition/);
    },
  );
});
