import { expect, test } from 'vitest';
import { applyUpdate, prepare } from '../../../../local/services/dynamodb/expressions/prepare.ts';
import { readMap } from '../../../../local/services/dynamodb/wire-values.ts';

const item = readMap({
  pk: { S: 'a' },
  n: { N: '1.1' },
  s: { S: 'x' },
  ss: { SS: ['x', 'y'] },
  l: { L: [{ N: '0' }, { N: '1' }, { N: '2' }, { N: '3' }] },
  m: { M: { a: { M: { b: { N: '1' } } }, c: { S: 'c' } } },
});

const values = {
  ':n': { N: '2.2' },
  ':s': { S: 'new' },
  ':l': { L: [{ S: 'p' }] },
  ':ss': { SS: ['y', 'z'] },
  ':all': { SS: ['x', 'y'] },
  ':big': { N: '99999999999999999999999999999999999999' },
  ':tiny': { N: '0.1' },
};

function updated(source: string) {
  const used = Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(source)));
  const { update } = prepare({
    UpdateExpression: source,
    ExpressionAttributeValues: Object.keys(used).length > 0 ? used : undefined,
  });
  return applyUpdate(update!, item);
}

const N = (n: string) => ({ N: n });

test.each([
  ['SET s = :s', { s: { S: 'new' } }],
  ['SET n = n + :n', { n: N('3.3') }],
  ['SET n = n - :n', { n: N('-1.1') }],
  ['SET n = :n - n', { n: N('1.1') }],
  ['SET fresh = if_not_exists(fresh, :n)', { fresh: N('2.2') }],
  ['SET s = if_not_exists(s, :s)', { s: { S: 'x' } }],
  ['SET k = if_not_exists(k, :n) + :n', { k: N('4.4') }],
  ['SET k = (if_not_exists(k, :n)) + :n', { k: N('4.4') }],
  ['SET l = list_append(l, :l)', { l: { L: [N('0'), N('1'), N('2'), N('3'), { S: 'p' }] } }],
  ['SET l = list_append(:l, l)', { l: { L: [{ S: 'p' }, N('0'), N('1'), N('2'), N('3')] } }],
  ['SET l[1] = :s', { l: { L: [N('0'), { S: 'new' }, N('2'), N('3')] } }],
  ['SET l[9] = :s', { l: { L: [N('0'), N('1'), N('2'), N('3'), { S: 'new' }] } }],
  ['SET m.a.b = :n', { m: { M: { a: { M: { b: N('2.2') } }, c: { S: 'c' } } } }],
  ['SET m.d = :s', { m: { M: { a: { M: { b: N('1') } }, c: { S: 'c' }, d: { S: 'new' } } } }],
  ['SET s = n, n = :n', { s: N('1.1'), n: N('2.2') }],
  ['REMOVE l[0], l[2]', { l: { L: [N('1'), N('3')] } }],
  ['REMOVE m.a.b, m.c', { m: { M: { a: { M: {} } } } }],
  ['REMOVE s SET n = :n', { s: undefined, n: N('2.2') }],
  ['ADD n :n', { n: N('3.3') }],
  ['ADD fresh :n', { fresh: N('2.2') }],
  ['ADD ss :ss', { ss: { SS: ['x', 'y', 'z'] } }],
  ['DELETE ss :ss', { ss: { SS: ['x'] } }],
  ['DELETE ss :all', { ss: undefined }],
  ['DELETE fresh :ss', {}],
  ['set n = :n remove s add k :n delete ss :ss', { n: N('2.2'), s: undefined, k: N('2.2'), ss: { SS: ['x'] } }],
])('%s does so', (source, changes) => {
  const expected: Record<string, unknown> = { ...item, ...changes };
  for (const name of Object.keys(expected)) if (expected[name] === undefined) delete expected[name];
  expect(updated(source)).toEqual(expected);
});

test('an update leaves the item it started from alone', () => {
  const before = JSON.stringify(item);
  updated('SET m.a.b = :n, l[0] = :s REMOVE l[1] ADD ss :ss');
  expect(JSON.stringify(item)).toBe(before);
});

test.each([
  ['SET s = :s SET n = :n', 'The "SET" section can only be used once in an update expression;'],
  ['SET', 'Syntax error; token: "<EOF>", near: "SET"'],
  ['SET n = :n + ', 'Syntax error; token: "<EOF>", near: "+"'],
  ['FOO n :n', 'Syntax error; token: "FOO", near: "FOO n"'],
  [
    'SET m = :s, m.c = :s',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, c]',
  ],
  [
    'SET m.c = :s, m[0] = :s',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, c], path two: [m, [0]]',
  ],
  [
    'ADD n :s',
    'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
  ],
  [
    'DELETE ss :n',
    'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
  ],
  ['SET n = n + :s', 'Incorrect operand type for operator or function; operator or function: +, operand type: S'],
  ['SET n = nothing(n)', 'Invalid function name; function: nothing'],
  ['SET n = attribute_exists(n)', 'The function is not allowed in an update expression; function: attribute_exists'],
  [
    'SET l = list_append(list_append(l, :l), :l)',
    'The function is not allowed to be used this way in an expression; function: list_append',
  ],
])('%s is refused as AWS does', (source, reason) => {
  expect(() => updated(source)).toThrow(`Invalid UpdateExpression: ${reason}`);
});

test.each([
  ['SET k = gone', 'The provided expression refers to an attribute that does not exist in the item'],
  ['SET n = s + :n', 'An operand in the update expression has an incorrect data type'],
  ['SET x = list_append(s, :l)', 'An operand in the update expression has an incorrect data type'],
  ['ADD s :n', 'An operand in the update expression has an incorrect data type'],
  ['DELETE s :ss', 'An operand in the update expression has an incorrect data type'],
  ['SET gone.k = :n', 'The document path provided in the update expression is invalid for update'],
  ['DELETE s.k :ss', 'The document path provided in the update expression is invalid for update'],
  ['REMOVE s.k', 'The document path provided in the update expression is invalid for update'],
  ['SET s[0] = :n', 'The document path provided in the update expression is invalid for update'],
  ['SET n = :big + :tiny', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
])('%s fails on this item', (source, message) => {
  expect(() => updated(source)).toThrow(message);
});

test('an update has at most 300 operators and functions', () => {
  const sums = (count: number) => `SET ${Array.from({ length: count }, (_, index) => `a${index}=b+c`).join(',')}`;
  expect(() => prepare({ UpdateExpression: sums(300) })).not.toThrow();
  expect(() => prepare({ UpdateExpression: sums(301) })).toThrow(
    'Invalid UpdateExpression: The expression contains too many operators; operator count: 301',
  );
});
