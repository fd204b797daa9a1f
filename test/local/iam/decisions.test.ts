import { expect, test } from 'vitest';
import { accountId, document, queue, scene, topic, worker, workerMay, type Statement } from './scene.ts';

const send = { action: 'sqs:SendMessage', resource: queue };
const mine = (statement: Statement = {}): Statement => ({ Action: 'sqs:SendMessage', Resource: queue, ...statement });

test('what no policy allows is refused', () => {
  expect(workerMay([])).toBe(false);
});

test.each([
  ['the action itself', mine(), true],
  ['the action in other letters', mine({ Action: 'SQS:sendmessage' }), true],
  ['a wildcard in the action', mine({ Action: ['sns:Publish', 'sqs:Send*'] }), true],
  ['another action', mine({ Action: 'sqs:ReceiveMessage' }), false],
  ['every action but others', { NotAction: 'sns:*', Resource: '*' }, true],
  ['every action but this', { NotAction: 'sqs:*', Resource: '*' }, false],
  ['a wildcard in the resource', mine({ Resource: `arn:aws:sqs:*:${accountId}:ord?rs` }), true],
  ['another resource', mine({ Resource: `${queue}-other` }), false],
  ['a resource in other letters', mine({ Resource: queue.toUpperCase() }), false],
  ['every resource but others', { Action: 'sqs:*', NotResource: `${queue}-other` }, true],
  ['every resource but this', { Action: 'sqs:*', NotResource: queue }, false],
])('an identity policy with %s decides', (_title, statement, allowed) => {
  expect(workerMay([statement])).toBe(allowed);
});

test('a wildcard in one part of an ARN does not reach into the next', () => {
  expect(workerMay([mine({ Resource: 'arn:aws:sqs:*:orders' })])).toBe(false);
  expect(workerMay([mine({ Resource: `arn:aws:sqs:us*:${accountId}:*` })])).toBe(true);
});

test('an explicit deny wins over every allowance, wherever it stands', () => {
  expect(workerMay([mine(), mine({ Effect: 'Deny' })])).toBe(false);
  expect(workerMay([mine({ Effect: 'Deny', Action: '*', Resource: '*' }), mine()])).toBe(false);
});

test('a resource policy that names the role is enough without an identity policy', () => {
  const { iam } = scene();
  const policy = document(mine({ Principal: { AWS: worker.principal } }));
  expect(iam.allows(worker, { ...send, policy })).toBe(true);
});

test.each([
  ['by number', accountId],
  ['by its root', `arn:aws:iam::${accountId}:root`],
])('a resource policy that names the account %s leaves the decision to identity policies', (_title, AWS) => {
  const { iam } = scene();
  const policy = document(mine({ Principal: { AWS } }));
  expect(iam.allows(worker, { ...send, policy })).toBe(false);
  iam.attach('worker', document(mine()));
  expect(iam.allows(worker, { ...send, policy })).toBe(true);
});

test('a resource policy that denies the account denies its roles', () => {
  const { iam } = scene();
  iam.attach('worker', document(mine()));
  const policy = document(mine({ Effect: 'Deny', Principal: { AWS: accountId } }));
  expect(iam.allows(worker, { ...send, policy })).toBe(false);
});

test('a resource policy that denies everybody but one denies the others', () => {
  const { iam } = scene();
  iam.attach('worker', document(mine()));
  const denied = (AWS: string): boolean =>
    !iam.allows(worker, { ...send, policy: document(mine({ Effect: 'Deny', NotPrincipal: { AWS } })) });
  expect([denied(worker.principal), denied(`arn:aws:iam::${accountId}:role/other`)]).toEqual([false, true]);
});

test('a service needs the resource to let it in', () => {
  const { iam } = scene();
  const policy = document(mine({ Principal: { Service: 'sns.amazonaws.com' } }));
  expect(iam.allows(topic, send)).toBe(false);
  expect(iam.allows(topic, { ...send, policy })).toBe(true);
  expect(iam.allows({ ...topic, principal: 's3.amazonaws.com' }, { ...send, policy })).toBe(false);
});

test('a policy for everybody lets in services and strangers', () => {
  const { iam } = scene();
  const policy = document(mine({ Principal: { AWS: '*' } }));
  expect(iam.allows(topic, { ...send, policy })).toBe(true);
  expect(iam.allows({ principal: 'anonymous' }, { ...send, policy })).toBe(true);
});

test('the root may do all that no resource policy denies', () => {
  const { iam } = scene();
  expect(iam.allows(iam.root, send)).toBe(true);
  const policy = document(mine({ Effect: 'Deny', Principal: '*' }));
  expect(iam.allows(iam.root, { ...send, policy })).toBe(false);
});

test('a policy attached later counts at once', () => {
  const { iam } = scene();
  expect(iam.allows(worker, send)).toBe(false);
  iam.attach('worker', document(mine()), 'grants');
  expect(iam.allows(worker, send)).toBe(true);
  iam.attach('worker', document(), 'grants');
  expect(iam.allows(worker, send)).toBe(false);
});

test('a refusal names principal, action and resource in the words of AWS', () => {
  const { iam, journal } = scene();
  const { arn } = iam.identityOf(worker);
  expect(arn).toMatch(/^arn:aws:sts::\d{12}:assumed-role\/worker\//);
  const message = `User: ${arn} is not authorized to perform: sqs:sendmessage on resource: ${queue}`;
  expect(() => iam.authorizerFor(worker)(send)).toThrow(
    `${message} because no identity-based policy allows the sqs:sendmessage action`,
  );
  expect(() => iam.authorizerFor(topic)(send)).toThrow('because no resource-based policy allows');
  iam.attach('worker', document(mine({ Effect: 'Deny' })));
  expect(() => iam.authorizerFor(worker)(send)).toThrow(`${message} with an explicit deny in an identity-based policy`);
  const policy = document(mine({ Effect: 'Deny', Principal: '*' }));
  expect(() => iam.authorizerFor(iam.root)({ ...send, policy })).toThrow('explicit deny in a resource-based policy');
  expect(journal).toMatchObject([{ event: 'denied' }, { event: 'denied' }, { event: 'denied' }, { event: 'denied' }]);
});

test('topics write their actions with a prefix in capitals', () => {
  const { iam } = scene();
  const publish = { action: 'sns:Publish', resource: 'arn:aws:sns:us-east-1:123456789012:orders' };
  expect(() => iam.authorizerFor(worker)(publish)).toThrow('because no identity-based policy allows the SNS:Publish');
});

test.each([
  ['dynamodb:PutItem', 'AccessDeniedException', 400],
  ['sqs:SendMessage', 'AccessDeniedException', 403],
  ['s3:GetObject', 'AccessDenied', 403],
  ['sns:Publish', 'AccessDenied', 403],
])('a refused %s is a %s', (action, code, status) => {
  const { iam } = scene();
  expect(() => iam.authorizerFor(worker)({ action, resource: '*' })).toThrow(expect.objectContaining({ code, status }));
});

test('switched off, it refuses nothing', () => {
  const { iam } = scene({ enforced: false });
  expect(iam.allows(topic, send)).toBe(true);
});

test('a role is assumed by whom its trust policy names, under its conditions', () => {
  const { iam } = scene();
  const group = `arn:aws:scheduler:us-east-1:${accountId}:schedule-group/default`;
  const condition = { StringEquals: { 'aws:SourceAccount': accountId, 'aws:SourceArn': group } };
  const { arn } = iam.createRole(
    'runner',
    document({ Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' }, Condition: condition }),
  );
  const scheduler = (sourceArn: string) => ({ principal: 'scheduler.amazonaws.com', sourceArn });
  expect(iam.mayAssume(arn, scheduler(group))).toBe(true);
  expect(iam.mayAssume(arn, scheduler(`${group}-other`))).toBe(false);
  expect(iam.mayAssume(arn, topic)).toBe(false);
  expect(iam.mayAssume(iam.roleArn('nobody'), scheduler(group))).toBe(false);
});
