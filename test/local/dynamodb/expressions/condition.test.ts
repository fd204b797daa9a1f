import { expect, test } from 'vitest';
import { holds } from '../../../../local/services/dynamodb/expressions/evaluate.ts';
import { prepare } from '../../../../local/services/dynamodb/expressions/prepare.ts';
import { readMap } from '../../../../local/services/dynamodb/wire-values.ts';

const item = readMap({
  s: { S: 'hello' },
  n: { N: '10' },
  b: { B: 'AQI=' },
  clef: { S: 'é𝄞' },
  yes: { BOOL: true },
  none: { NULL: true },
  ss: { SS: ['x', 'y'] },
  ns: { NS: ['1', '2'] },
  l: { L: [{ S: 'a' }, { N: '1' }, { M: { deep: { S: 'd' } } }] },
  m: { M: { box: { M: { k: { S: 'v' } } }, n: { N: '2' } } },
  'dotted.name': { S: 'dot' },
});

const values = {
  ':hello': { S: 'hello' },
  ':he': { S: 'he' },
  ':ell': { S: 'ell' },
  ':10': { N: '10.0' },
  ':9': { N: '9' },
  ':11': { N: '11' },
  ':x': { S: 'x' },
  ':yx': { SS: ['y', 'x'] },
  ':one': { N: '1' },
  ':5': { N: '5' },
  ':3': { N: '3' },
  ':S': { S: 'S' },
  ':N': { S: 'N' },
  ':d': { S: 'd' },
  ':v': { S: 'v' },
  ':dot': { S: 'dot' },
  ':bin': { B: 'AQI=' },
  ':box': { M: { k: { S: 'v' } } },
  ':true': { BOOL: true },
};

function decide(source: string): boolean {
  const used = Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(source)));
  const names = source.includes('#dn') ? { '#dn': 'dotted.name' } : undefined;
  const { condition } = prepare({
    ConditionExpression: source,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: Object.keys(used).length > 0 ? used : undefined,
  });
  return holds(condition!, item);
}

test.each([
  's = :hello',
  'n = :10',
  'n > :9 AND n < :11',
  'n >= :10 and n <= :10',
  'n <> :9',
  'gone <> :9',
  'n BETWEEN :9 AND :11',
  'n IN (:9, :10)',
  'NOT n IN (:9, :11)',
  'attribute_exists(s)',
  'attribute_not_exists(gone)',
  'attribute_exists(m.box.k)',
  'attribute_not_exists(m.box.zz)',
  'attribute_not_exists(l[7])',
  'attribute_type(s, :S)',
  'NOT attribute_type(s, :N)',
  'begins_with(s, :he)',
  'contains(s, :ell)',
  'contains(ss, :x)',
  'contains(ns, :one)',
  'contains(l, :one)',
  'size(s) = :5',
  'size(clef) = :3',
  'size(s) < :10 AND size(l) < :10',
  'ss = :yx',
  'l[2].deep = :d',
  'm.box = :box',
  'm.box.k = :v',
  '#dn = :dot',
  'b = :bin',
  'yes = :true',
  's = :x OR n = :10',
  'NOT (s = :x OR n = :9)',
  '(s = :x AND n = :9) OR (s = :hello AND (n = :10 OR n = :9))',
  's = :x OR s = :hello AND n = :10',
])('%s holds', (source) => {
  expect(decide(source)).toBe(true);
});

test.each([
  's = :10',
  'n > :10',
  'gone = :9',
  'gone < :9',
  's < :9',
  'begins_with(n, :he)',
  'begins_with(gone, :he)',
  'contains(n, :one)',
  'size(n) = :one',
  'NOT s = :hello',
  'm.box.k.too.deep = :v',
  's IN (:10, :x)',
  's = :hello AND s = :x OR n = :9',
])('%s does not hold', (source) => {
  expect(decide(source)).toBe(false);
});

test.each([
  ['a =', 'Syntax error; token: "<EOF>", near: "="'],
  ['a = :v b', 'Syntax error; token: "b", near: ":v b"'],
  ['a ! :v', 'Syntax error; token: "!", near: "a !"'],
  ['', 'The expression can not be empty;'],
  ['name = :v', 'Attribute name is a reserved keyword; reserved keyword: name'],
  ['((a = :v))', 'The expression has redundant parentheses;'],
  ['#x = :v', 'An expression attribute name used in the document path is not defined; attribute name: #x'],
  ['a = :nope', 'An expression attribute value used in expression is not defined; attribute value: :nope'],
  ['frob(a)', 'Invalid function name; function: frob'],
  ['if_not_exists(a, a) = :n', 'The function is not allowed in a condition expression; function: if_not_exists'],
  ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
  [
    'attribute_exists(a) = :v',
    'The function is not allowed to be used this way in an expression; function: attribute_exists',
  ],
  [
    'contains(a)',
    'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
  ],
  ['attribute_exists(:v)', 'Operator or function requires a document path; operator or function: attribute_exists'],
  [
    'begins_with(a, :n)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  ['attribute_type(a, :v)', 'Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}'],
  [
    'a = a',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
  ],
  [
    'a BETWEEN :n AND :one',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:3}, upper bound operand: AttributeValue: {N:1}',
  ],
])('%j is refused as AWS does', (source, reason) => {
  const parse = () =>
    prepare({
      ConditionExpression: source,
      ExpressionAttributeValues: { ':v': { S: 'x' }, ':n': { N: '3' }, ':one': { N: '1' } },
    });
  expect(parse).toThrow(`Invalid ConditionExpression: ${reason}`);
});

test('names and values that no expression uses are refused', () => {
  const unused = (more: object) => () => prepare({ ConditionExpression: 'attribute_exists(a)', ...more });
  expect(unused({ ExpressionAttributeNames: { '#a': 'x' } })).toThrow(
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}',
  );
  expect(unused({ ExpressionAttributeValues: { ':a': { S: 'x' } } })).toThrow(
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}',
  );
});

test('an invalid value is named by its key', () => {
  const bad = () => prepare({ ConditionExpression: 'a = :a', ExpressionAttributeValues: { ':a': { N: 'x' } } });
  expect(bad).toThrow(
    'ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :a',
  );
});

test.each([
  [{ ExpressionAttributeNames: { '#': 'x' } }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#"'],
  [
    { ExpressionAttributeNames: { [`#${'a'.repeat(255)}-`]: 'x' } },
    'ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too long; size of key: 257',
  ],
  [
    { ExpressionAttributeValues: { [`:${'a'.repeat(255)}`]: { S: 'x' } } },
    'ExpressionAttributeValues contains invalid key: The expression attribute map contains a key that is too long;',
  ],
  [
    { ExpressionAttributeNames: { '#a': '' } },
    'ExpressionAttributeNames contains invalid value: Empty attribute name for key #a',
  ],
])('placeholders %j are refused', (placeholders, message) => {
  expect(() => prepare({ ConditionExpression: 'a = :a', ...placeholders })).toThrow(message);
});

test.each([
  ['ConditionExpression', `attribute_exists(${'a'.repeat(4096)})`, ' expression size: 4114'],
  ['ProjectionExpression', 'a'.repeat(4097), ''],
])('a %s longer than 4 KB is refused', (kind, source, tail) => {
  expect(() => prepare({ [kind]: source })).toThrow(
    new RegExp(`^Invalid ${kind}: Expression size has exceeded the maximum allowed size;${tail}$`),
  );
});

test('a condition has at most 300 operators and functions, whatever its parentheses', () => {
  const nested = (depth: number) => `${'a<b or ('.repeat(depth)}a<b${')'.repeat(depth)}`;
  const functions = (count: number) => Array.from({ length: count }, () => 'size(a)>b').join(' or ');
  for (const allowed of [nested(149), functions(100)]) {
    expect(() => prepare({ ConditionExpression: allowed })).not.toThrow();
  }
  for (const refused of [nested(150), functions(101)]) {
    expect(() => prepare({ ConditionExpression: refused })).toThrow(
      'Invalid ConditionExpression: The expression contains too many operators; operator count: 301',
    );
  }
});
