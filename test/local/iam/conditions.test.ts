import { describe, expect, test } from 'vitest';
import { accountId, document, queue, scene, topic, worker, workerMay } from './scene.ts';

type Block = Record<string, Record<string, string | string[]>>;

/** Whether an allowance under this condition applies to a request with these keys. */
function holds(Condition: Block, conditions: Record<string, string | string[]> = {}): boolean {
  return workerMay([{ Action: 'sqs:*', Resource: '*', Condition }], conditions);
}

describe('operators', () => {
  test.each<[string, string | string[], string, boolean]>([
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a', 'A', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEqualsIgnoreCase', 'a', 'A', false],
    ['StringLike', 'or*?', 'orders', true],
    ['StringLike', 'a.c', 'abc', false],
    ['StringNotLike', 'or*', 'orders', false],
    ['ArnEquals', 'arn:aws:sns:*:*:events', 'arn:aws:sns:us-east-1:1:events', true],
    ['ArnLike', 'arn:aws:sns:*:events', 'arn:aws:sns:us-east-1:1:events', false],
    ['ArnNotLike', 'arn:aws:s3:::*', 'arn:aws:s3:::videos', false],
    ['ArnNotEquals', 'arn:aws:s3:::a', 'arn:aws:s3:::b', true],
    ['Bool', 'true', 'True', true],
    ['Bool', 'false', 'true', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '11', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', true],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['DateGreaterThan', '1767225600', '2026-01-01T00:00:01Z', true],
    ['BinaryEquals', 'QUJD', 'QUJD', true],
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
    ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
  ])('%s %j against %j is %j', (operator, wanted, found, result) => {
    expect(holds({ [operator]: { 'my:key': wanted } }, { 'my:key': found })).toBe(result);
  });

  test('one that is not known is refused by name', () => {
    expect(() => holds({ StringAlmost: { 'my:key': 'a' } })).toThrow(
      'The policy condition operator StringAlmost is not simulated',
    );
  });
});

describe('a key that the request lacks', () => {
  test.each<[string, boolean]>([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAllValues:StringEquals', true],
  ])('makes %s %j', (operator, result) => {
    expect(holds({ [operator]: { 'my:key': 'a' } })).toBe(result);
  });

  test('is what Null asks for', () => {
    expect([holds({ Null: { 'my:key': 'true' } }), holds({ Null: { 'my:key': 'false' } })]).toEqual([true, false]);
    expect(holds({ Null: { 'my:key': 'false' } }, { 'my:key': 'x' })).toBe(true);
  });
});

describe('a key with several values', () => {
  test.each<[string, string[], boolean]>([
    ['ForAnyValue:StringEquals', ['a', 'z'], true],
    ['ForAnyValue:StringEquals', ['y', 'z'], false],
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'z'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'z'], true],
    ['ForAllValues:StringNotEquals', ['a', 'z'], false],
  ])('makes %s with %j %j', (operator, found, result) => {
    expect(holds({ [operator]: { 'dynamodb:LeadingKeys': ['a', 'b'] } }, { 'dynamodb:LeadingKeys': found })).toBe(
      result,
    );
  });
});

test('every operator and every key of a condition must hold, and keys are not case-sensitive', () => {
  const block: Block = { StringEquals: { 'MY:Key': 'a', 'my:other': 'b' }, Bool: { 'my:flag': 'true' } };
  expect(holds(block, { 'my:key': 'a', 'my:OTHER': 'b', 'my:flag': 'true' })).toBe(true);
  expect(holds(block, { 'my:key': 'a', 'my:other': 'b', 'my:flag': 'false' })).toBe(false);
  expect(holds(block, { 'my:key': 'a', 'my:flag': 'true' })).toBe(false);
});

test('every request counts as encrypted, as it never leaves the machine', () => {
  const { iam } = scene();
  const deny = document({
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  expect(iam.allows(iam.root, { action: 'sqs:SendMessage', resource: queue, policy: deny })).toBe(true);
});

test('a service says on whose behalf it calls, and for which account where the ARN has none', () => {
  const { iam } = scene();
  const may = (sourceArn: string, Condition: Block): boolean => {
    const policy = document({ Principal: { Service: 's3.amazonaws.com' }, Action: '*', Condition });
    return iam.allows(
      { principal: 's3.amazonaws.com', sourceArn },
      { action: 'sqs:SendMessage', resource: queue, policy },
    );
  };
  expect(may('arn:aws:s3:::videos', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::videos' } })).toBe(true);
  expect(may('arn:aws:s3:::films', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::videos' } })).toBe(false);
  expect(may('arn:aws:s3:::videos', { StringEquals: { 'aws:SourceAccount': accountId } })).toBe(true);
});

test('a role has an ARN and no source', () => {
  expect(holds({ ArnEquals: { 'aws:PrincipalArn': worker.principal } })).toBe(true);
  expect(holds({ Null: { 'aws:SourceArn': 'true' } })).toBe(true);
  expect(topic.sourceArn).toBeDefined();
});

test('time conditions follow the clock', async () => {
  const { iam, clock } = scene();
  const Condition = { DateLessThan: { 'aws:CurrentTime': new Date(clock.now() + 1000).toISOString() } };
  iam.attach('worker', document({ Action: '*', Resource: '*', Condition }));
  const demand = { action: 'sqs:SendMessage', resource: queue };
  expect(iam.allows(worker, demand)).toBe(true);
  await clock.advance(2000);
  expect(iam.allows(worker, demand)).toBe(false);
});

test('policy variables stand for values of the request', () => {
  const own = (Resource: string, conditions: Record<string, string> = {}): boolean =>
    workerMay([{ Action: 'sqs:*', Resource }], conditions);
  const base = `arn:aws:sqs:us-east-1:${accountId}:`;
  expect(own(`${base}\${my:tenant}`, { 'my:tenant': 'orders' })).toBe(true);
  expect(own(`${base}\${my:tenant}`, { 'my:tenant': 'others' })).toBe(false);
  expect(own(`${base}\${my:tenant}`)).toBe(false);
  expect(own(`${base}\${my:tenant, 'orders'}`)).toBe(true);
  expect(holds({ StringLike: { 'my:key': '${my:tenant}/*' } }, { 'my:key': 'a/1', 'my:tenant': 'a' })).toBe(true);
  expect(holds({ StringEquals: { 'my:key': '${*}' } }, { 'my:key': '*' })).toBe(true);
});
