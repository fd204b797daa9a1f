import { describe, expect, test } from 'vitest';
import { Filter } from '../../../local/services/sns/filter/filter.ts';
import { validatePolicy, type FilterPolicy } from '../../../local/services/sns/filter/validate-policy.ts';
import type { MessageAttribute } from '../../../local/services/sns/message-attributes.ts';

const text = (stringValue: string): MessageAttribute => ({ dataType: 'String', stringValue });
const number = (value: number): MessageAttribute => ({ dataType: 'Number', stringValue: String(value) });
const list = (...values: unknown[]): MessageAttribute => ({
  dataType: 'String.Array',
  stringValue: JSON.stringify(values),
});

function onAttributes(policy: FilterPolicy, attributes: Record<string, MessageAttribute>): boolean {
  return new Filter(policy, 'MessageAttributes').judge({ text: '', attributes }) === 'passed';
}

function onBody(policy: FilterPolicy, body: unknown): boolean {
  const message = typeof body === 'string' ? body : JSON.stringify(body);
  return new Filter(policy, 'MessageBody').judge({ text: message, attributes: {} }) === 'passed';
}

describe('operators', () => {
  const cases: [title: string, rules: unknown[], passes: MessageAttribute[], fails: MessageAttribute[]][] = [
    ['exact text is case-sensitive', ['rugby', 'tennis'], [text('rugby')], [text('Rugby'), number(1)]],
    ['exact numbers compare numbers only', [100], [number(100)], [text('100'), number(101)]],
    ['prefix', [{ prefix: 'bas' }], [text('baseball')], [text('abase'), number(1)]],
    ['suffix', [{ suffix: 'ball' }], [text('baseball')], [text('balls')]],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'Tennis' }], [text('TENNIS')], [text('tennis2')]],
    ['wildcard', [{ wildcard: 'a*c.d' }], [text('abbc.d'), text('ac.d')], [text('abcxd')]],
    ['anything-but one', [{ 'anything-but': 'rugby' }], [text('tennis'), number(1)], [text('rugby')]],
    ['anything-but several', [{ 'anything-but': ['rugby', 5] }], [text('tennis')], [text('rugby'), number(5)]],
    ['anything-but a prefix', [{ 'anything-but': { prefix: 'order-' } }], [text('x')], [text('order-1')]],
    ['anything-but a suffix', [{ 'anything-but': { suffix: '.tmp' } }], [text('a.txt')], [text('a.tmp')]],
    ['anything-but a wildcard', [{ 'anything-but': { wildcard: 'a*z' } }], [text('ab')], [text('abz')]],
    ['numeric equality', [{ numeric: ['=', 301.5] }], [number(301.5)], [number(301), text('301.5')]],
    ['numeric range', [{ numeric: ['>', 0, '<=', 150] }], [number(150), number(0.1)], [number(0), number(151)]],
    ['exists', [{ exists: true }], [text('x')], []],
    ['cidr v4', [{ cidr: '10.0.0.0/24' }], [text('10.0.0.255')], [text('10.0.1.0'), text('x')]],
    ['cidr v6', [{ cidr: '2001:db8::/32' }], [text('2001:db8::1')], [text('2001:db9::1'), text('10.0.0.1')]],
    ['any rule of a list is enough', ['x', { prefix: 'y' }], [text('x'), text('yes')], [text('z')]],
    ['one element of a String.Array is enough', ['rugby'], [list('tennis', 'rugby')], [list('tennis'), list()]],
    [
      'anything-but refuses a String.Array that holds it',
      [{ 'anything-but': 'a' }],
      [list('b', 'c')],
      [list('a', 'b')],
    ],
    ['a String.Array may hold numbers and booleans', [5, true], [list(5), list(true)], [list('5'), list(false)]],
  ];

  test.each(cases)('%s', (_title, rules, passes, fails) => {
    const judge = (attribute: MessageAttribute) => onAttributes({ key: rules }, { key: attribute });
    expect(passes.map(judge)).toEqual(passes.map(() => true));
    expect(fails.map(judge)).toEqual(fails.map(() => false));
  });

  test('exists false passes a message without the attribute, but not one without any', () => {
    const policy = { store: [{ exists: false }] };
    expect(onAttributes(policy, { other: text('x') })).toBe(true);
    expect(onAttributes(policy, { store: text('x') })).toBe(false);
    expect(onAttributes(policy, {})).toBe(false);
  });

  test('a missing attribute satisfies nothing but exists false', () => {
    expect(onAttributes({ a: ['x'] }, { b: text('x') })).toBe(false);
    expect(onAttributes({ a: [{ 'anything-but': 'x' }] }, { b: text('x') })).toBe(false);
    expect(onAttributes({ a: [null, { 'anything-but': 'x' }] }, {})).toBe(false);
  });

  test('every key must hold', () => {
    const policy = { a: ['1'], b: ['2'] };
    expect(onAttributes(policy, { a: text('1'), b: text('2') })).toBe(true);
    expect(onAttributes(policy, { a: text('1'), b: text('3') })).toBe(false);
  });

  test('binary attributes are not compared', () => {
    expect(onAttributes({ a: [{ exists: true }] }, { a: { dataType: 'Binary', binaryValue: 'AA==' } })).toBe(false);
  });
});

describe('$or', () => {
  const policy = {
    source: ['aws.cloudwatch'],
    $or: [{ metricName: ['CPUUtilization'] }, { namespace: ['AWS/EC2'] }],
  };

  test('one branch is enough, beside the keys outside', () => {
    const source = text('aws.cloudwatch');
    expect(onAttributes(policy, { source, metricName: text('CPUUtilization') })).toBe(true);
    expect(onAttributes(policy, { source, namespace: text('AWS/EC2') })).toBe(true);
    expect(onAttributes(policy, { source })).toBe(false);
    expect(onAttributes(policy, { namespace: text('AWS/EC2') })).toBe(false);
  });

  test('works inside nested objects of the body', () => {
    const nested = { detail: { scope: ['Service'], $or: [{ source: ['a'] }, { type: ['b'] }] } };
    expect(onBody(nested, { detail: { scope: 'Service', type: 'b' } })).toBe(true);
    expect(onBody(nested, { detail: { scope: 'Service', type: 'x' } })).toBe(false);
  });

  test('with a single branch is an ordinary key', () => {
    expect(onAttributes({ $or: ['x'] }, { $or: text('x') })).toBe(true);
  });
});

const record = (key: string, event: string) => ({ key, event });

describe('message bodies', () => {
  test('E01: nested keys are matched', () => {
    const policy = { object: { key: [{ prefix: 'auto-' }], nested: [{ exists: false }] } };
    expect(onBody(policy, { object: { key: 'auto-test' } })).toBe(true);
    expect(onBody(policy, { object: { key: 'auto-test', nested: 1 } })).toBe(false);
    expect(onBody(policy, { key: 'auto-test' })).toBe(false);
  });

  test('a body that is not a JSON object does not pass', () => {
    const policy = { a: [{ exists: false }] };
    expect(['plain', '"text"', '[1]', 'null'].map((body) => onBody(policy, body))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('an array passes by one of its elements', () => {
    expect(onBody({ to: ['queue1'] }, { to: ['queue2', 'queue1'] })).toBe(true);
    expect(onBody({ to: [{ 'anything-but': 'queue1' }] }, { to: ['queue2', 'queue1'] })).toBe(true);
  });

  test('a match is not pieced together from two records of one array', () => {
    const policy = { Records: { key: [{ prefix: 'auto-' }], event: ['created'] } };
    expect(onBody(policy, { Records: [record('auto-1', 'created'), record('home', 'removed')] })).toBe(true);
    expect(onBody(policy, { Records: [record('auto-1', 'removed'), record('home', 'created')] })).toBe(false);
  });

  test('arrays of arrays are looked through', () => {
    expect(onBody({ a: { b: ['x'] } }, { a: [[{ b: 'x' }]] })).toBe(true);
  });

  test('dots in names and nesting are the same', () => {
    const policy = { 'object.nested': ['v'] };
    expect(onBody(policy, { object: { nested: 'v' } })).toBe(true);
    expect(onBody(policy, { 'object.nested': 'v' })).toBe(true);
  });

  test('null matches null, and does not exist', () => {
    expect(onBody({ a: [null] }, { a: null })).toBe(true);
    expect(onBody({ a: [{ exists: true }] }, { a: null })).toBe(false);
  });
});

const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);

const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ['v']]));

describe('validation', () => {
  const refused: [policy: FilterPolicy, fault: string][] = [
    [{ key: [['value']] }, 'Match value must be String, number, true, false, or null'],
    [{ key: [{ 'wrong-operator': true }] }, 'Unrecognized match type wrong-operator'],
    [{ key: [{ suffix: 'a', prefix: 'b' }] }, 'Only one key allowed in match expression'],
    [{ key: [{ suffix: 100 }] }, 'suffix match pattern must be a string'],
    [{ key: { suffix: 'value' } }, '"suffix" must be an object or an array'],
    [{ key: 'value' }, '"key" must be an object or an array'],
    [{ key: [] }, 'Empty arrays are not allowed'],
    [{ key: [{ exists: 'no' }] }, 'exists match pattern must be either true or false.'],
    [{ key: [{ 'anything-but': { exists: false } }] }, 'Unsupported anything-but pattern: exists'],
    [{ key: [{ 'anything-but': { prefix: false } }] }, 'prefix match pattern must be a string'],
    [{ key: [{ wildcard: 'a*b*c*d*' }] }, 'A wildcard match pattern can not have more than 3 wildcard characters'],
    [{ key: [{ cidr: '10.0.0.0' }] }, "Malformed CIDR, one '/' required"],
    [{ key: [{ cidr: '10.0.0/x' }] }, 'Malformed CIDR, mask bits must be an integer'],
    [{ key: [{ cidr: '10.0.0.256/8' }] }, 'Nonstandard IP address: 10.0.0.256'],
    [{ key: [{ numeric: [] }] }, 'Invalid member in numeric match: ]'],
    [{ key: [{ numeric: ['operator'] }] }, 'Unrecognized numeric range operator: operator'],
    [{ key: [{ numeric: [1, '<='] }] }, 'Invalid member in numeric match: 1'],
    [{ key: [{ numeric: ['=', '000'] }] }, 'Value of equals must be numeric'],
    [{ key: [{ numeric: ['>='] }] }, 'Value of >= must be numeric'],
    [{ key: [{ numeric: ['<', 100, '>', 10] }] }, 'Too many elements in numeric expression'],
    [{ key: [{ numeric: ['>=', 1, '>', 2] }] }, 'Bad numeric range operator: >'],
    [{ key: [{ numeric: ['>', 3, '<', 1] }] }, 'Bottom must be less than top'],
    [{ key: [{ numeric: ['>', 20, 30] }] }, 'Bad value in numeric range: 30'],
    [{ key: [{ numeric: ['>', 20, '<', '30'] }] }, 'Value of < must be numeric'],
    [{ key: [{ numeric: ['>', 20, '<', 30, '<', 50] }] }, 'Too many terms in numeric range expression'],
  ];

  test.each(refused)('%j is refused', (policy, fault) => {
    expect(() => validatePolicy(policy, 'MessageBody')).toThrow(fault);
  });

  test('a policy for attributes may not be nested', () => {
    expect(() => validatePolicy({ a: { b: ['x'] } }, 'MessageAttributes')).toThrow(
      'Filter policy scope MessageAttributes does not support nested filter policy',
    );
  });

  test('more than 150 combinations are too complex', () => {
    expect(() => validatePolicy({ a: values(150) }, 'MessageBody')).not.toThrow();
    expect(() => validatePolicy({ a: values(151) }, 'MessageBody')).toThrow('Filter policy is too complex');
    expect(() => validatePolicy({ a: values(100), b: values(2) }, 'MessageBody')).toThrow('too complex');
  });

  test('depth multiplies: four values three deep beside three values two deep make 72', () => {
    const policy = { a: { b: { c: ['1', '2', '3', '4'] } }, d: { e: ['1', '2', '3'] } };
    expect(() => validatePolicy(policy, 'MessageBody')).not.toThrow();
    expect(() => validatePolicy({ ...policy, f: ['1', '2', '3'] }, 'MessageBody')).toThrow('too complex');
  });

  test('the branches of $or add up', () => {
    const policy = {
      source: ['1', '2', '3', '4'],
      $or: [
        { name: ['1', '2', '3', '4', '5', '6'] },
        { type: ['1', '2', '3', '4'], $or: [{ metric: [1, 2, 3, 4] }, { space: [1, 2, 3, 4] }] },
      ],
    };
    expect(() => validatePolicy(policy, 'MessageAttributes')).toThrow('Filter policy is too complex');
  });

  test('more than five keys are refused', () => {
    expect(() => validatePolicy(keys(5), 'MessageAttributes')).not.toThrow();
    expect(() => validatePolicy(keys(6), 'MessageAttributes')).toThrow('Filter policy can not have more than 5 keys');
  });
});
