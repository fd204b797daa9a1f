import { beforeAll, describe, expect, test } from 'vitest';
import { putFunctionConcurrency } from '../../local/services/lambda/actions/put-function-concurrency.ts';
import { functionPolicy } from '../../local/services/lambda/policy.ts';
import { product, type Product } from '../simulation/product.ts';
import { runOnce } from '../simulation/run.ts';
import { items, put, rootCall } from '../simulation/tables.ts';
import { World, type Bent } from '../simulation/world.ts';
import { behave } from '../simulation/catalogue/scenario.ts';
import { FaultPlan } from '../simulation/fault-plan.ts';
import { grantsOf, without, type Grant } from './grants.ts';
import type { Caller, Demand } from '../../local/services/service.ts';
import type { Cloud } from '../../local/services/cloud.ts';

/** A permission that a journey asked for and got. */
interface Use {
  readonly caller: Caller;
  readonly demand: Demand;
}

/** Grants that no journey asks for here, and who asks for them on AWS. */
const circumstances: readonly (readonly [pattern: RegExp, who: string])[] = [
  [
    / logs:(CreateLogStream|PutLogEvents) /,
    'Lambda itself, which writes what a function logs on the function’s rights',
  ],
  [/ sqs:GetQueueAttributes /, 'event source mappings, which look at a queue before they poll it'],
  [/ dynamodb:(DescribeStream|GetShardIterator) /, 'event source mappings, which read a stream shard by shard'],
  [/ dynamodb:ListStreams /, 'event source mappings, when they are created'],
  [
    /^(Events|VideosUploads)\w+DeadLetterQueuePolicy\w+ sqs:SendMessage /,
    'SNS, once a queue has refused a message for good',
  ],
  [
    / dynamodb:GetItem .*IdempotencyTable/,
    'Powertools, where a refused write comes back without the record that stood in its way',
  ],
  [
    /^OutboxSweeper\w+ sqs:SendMessage .*Compensations/,
    'the sweeper, for a compensation that the relay could not send',
  ],
  [/^ApiGetVideosIdFilesName\w+ s3:GetObject /, 'whoever follows a link that the function signed'],
  [/^VideosPlans\w+ s3:(GetObject|ListBucket) /, 'a plan whose event names a version that never was'],
  [/^VideosTracker\w+ dynamodb:GetItem \S+Videos/, 'the tracker, once a rendition’s event has been set aside'],
  [/ s3:AbortMultipartUpload /, 'a rendition of many parts, of which one could not be stored'],
  [/^AlarmsTopicPolicy\w+ sns:Publish /, 'CloudWatch, when an alarm changes state; alarms are off in the simulation'],
];

let stack: Product;
/** By principal, action and resource. */
const uses = new Map<string, Use>();

/** One run of shoppers, faults if any, and what else befalls the system. */
async function live(
  seed: number,
  befalls: (world: World) => void | Promise<void>,
  faults?: readonly [],
): Promise<void> {
  await runOnce({
    ...stack,
    seed,
    orders: 25,
    ...(faults !== undefined && { faults }),
    before: async (world) => {
      listen(world.cloud);
      lookAround(world);
      await befalls(world);
    },
  });
}

/** Functions that Lambda will not run, by the name people gave them. */
function halt({ cloud }: World, name: string): void {
  for (const { latest } of cloud.lambda.store.functions.values()) {
    if (latest.environment['POWERTOOLS_SERVICE_NAME'] !== name) continue;
    const input = { FunctionName: latest.functionName, ReservedConcurrentExecutions: 0 };
    putFunctionConcurrency(cloud.lambda, input, rootCall(cloud));
  }
}

/** Every work queue gets a message that nobody can read, and mail and push providers have a bad start. */
async function trouble(world: World): Promise<void> {
  const { cloud } = world;
  for (const { arn, fifo, deadLetterTargetArn } of cloud.sqs.queues()) {
    if (deadLetterTargetArn === undefined) continue;
    const order = fifo && { MessageGroupId: 'poison', MessageDeduplicationId: 'poison' };
    cloud.sqs.send(arn, { MessageBody: '{"poison', ...order }, rootCall(cloud));
  }
  for (const provider of ['mail', 'push'] as const) await behave(world, provider, [{ fail: 503, count: 3 }]);
}

/**
 * The payment provider stays down, so that the breaker opens; half of the orders are cancelled meanwhile, and what is then
 * unfinished is overdue. The push provider refuses, transcoding stands still, and DynamoDB refuses consumers for minutes.
 */
async function outage(world: World): Promise<void> {
  const { cloud, clock, history } = world;
  const start = clock.now();
  await behave(world, 'payment', [{ fail: 503 }]);
  await behave(world, 'push', [{ fail: 422, count: 40 }]);
  halt(world, 'videos-transcode');
  world.bend = ({ service }, caller) =>
    service === 'dynamodb' && consumers.test(caller) && clock.now() < start + 4 * minute ? unavailable : undefined;
  clock.schedule(start + 5 * minute, () => {
    for (const { orderId } of history.clients.filter((_client, index) => index % 2 === 0))
      void cloud.httpApis.handle([...cloud.httpApis.apis.keys()][0]!, cancellation(orderId!));
  });
  clock.schedule(start + 6 * minute, () => {
    for (const name of ['OrdersTable', 'VideosTable']) makeOverdue(world, world.outputs[name]!);
  });
}

function makeOverdue({ cloud }: World, table: string): void {
  for (const row of items<{ readonly openShard?: string }>(cloud, table))
    if (row.openShard !== undefined) put(cloud, table, { ...row, deadline: '2026-01-01T00:00:00.000Z' });
}

const minute = 60_000;
const consumers = /^(orders-record-sale|users-record-registrations|videos-track|operations-collect-replies)$/;
const unavailable: Bent = {
  status: 500,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}'),
};

function cancellation(orderId: string) {
  const path = `/orders/${orderId}/cancellation`;
  const headers = { 'idempotency-key': orderId };
  return { method: 'POST', path, query: new URLSearchParams(), headers, body: Buffer.from('') };
}

function listen({ iam }: Cloud): void {
  const decide = iam.refusal.bind(iam);
  iam.refusal = (caller, demand) => {
    const reason = decide(caller, demand);
    const key = `${caller.principal} ${demand.action} ${demand.resource}`;
    if (reason === undefined && !uses.has(key)) uses.set(key, { caller, demand });
    return reason;
  };
}

/** Somebody reads an order, lists orders and cancels one. */
function lookAround({ cloud, clock }: World): void {
  const unknown = JSON.stringify({ customerId: 'nobody', items: [{ sku: 'tea', quantity: 1 }] });
  const [apiId] = cloud.httpApis.apis.keys();
  const ask = (method: string, path: string, query = '', body = ''): void => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'key' };
    const request = { method, path, query: new URLSearchParams(query), headers, body: Buffer.from(body) };
    void cloud.httpApis.handle(apiId!, { ...request, rawQuery: query });
  };
  clock.schedule(clock.now() + 60_000, () => {
    ask('POST', '/orders', '', unknown);
    ask('GET', '/orders', 'customerId=ada');
    ask('GET', '/orders/0f5b0cf7-2a93-5f97-854a-3fb5786b4055');
    ask('POST', '/orders/0f5b0cf7-2a93-5f97-854a-3fb5786b4055/cancellation');
    ask('GET', '/quotes/0f5b0cf7-2a93-5f97-854a-3fb5786b4055');
    ask('GET', '/videos/0f5b0cf7-2a93-5f97-854a-3fb5786b4055');
    ask('GET', '/videos/0f5b0cf7-2a93-5f97-854a-3fb5786b4055/files/360p');
  });
}

/** A demand as the stack without a grant would judge it, with the policies that its resources have there. */
function there({ demand }: Use, { sqs, sns, lambda }: Cloud): Demand {
  const { resource, policy } = demand;
  if (policy === undefined) return demand;
  if (resource.startsWith('arn:aws:sqs:')) return { ...demand, policy: sqs.queueByArn(resource)?.settings.policy };
  const topic = sns.store.topics.get(resource);
  if (topic !== undefined) return { ...demand, policy: sns.policyOf(topic) };
  const name = resource.split(':function:').at(-1)!;
  return { ...demand, policy: functionPolicy(lambda.store.functions.get(name), undefined) };
}

async function cloudWithout(grant: Grant): Promise<Cloud> {
  const world = new World(1, stack.code, (random) => new FaultPlan(random, []));
  await world.provision(stack.stacks.map((each) => ({ ...each, template: without(each.template, grant) })));
  return world.cloud;
}

/** A bucket is not made without the right to publish: S3 tries it when it is told to. */
function refusedAlready(error: unknown): undefined {
  expect((error as Error).cause).toMatchObject({
    fields: { ArgumentValue1: expect.stringContaining('do not allow S3 to publish') },
  });
}

beforeAll(async () => {
  stack = await product();
  await live(1, trouble, []);
  // Under the same seed mappings have the same ids.
  await live(1, outage, []);
  await live(2, (world) => halt(world, 'operations-relay'), []);
  await live(3, (world) => halt(world, 'orders-process'), []);
  for (let seed = 4; seed < 10; seed++) await live(seed, () => undefined);
}, 240_000);

describe('grants of the stack', () => {
  test('each one is missed where it is taken away, by a refusal that names principal, action and resource', async () => {
    const unused: string[] = [];
    const needless = new Set(circumstances);
    const whole = await cloudWithout({ logicalId: 'Nothing', action: '', on: '' });
    // Ids of event source mappings are drawn anew for each stack: what names another's is missed everywhere.
    const held = [...uses.values()].filter((use) => whole.iam.allows(use.caller, there(use, whole)));
    expect(uses.size - held.length, 'uses of other stacks').toBeLessThan(20);
    for (const grant of grantsOf(stack.stacks[0]!.template)) {
      const name = `${grant.logicalId} ${grant.action} ${grant.on}`;
      const cloud = await cloudWithout(grant).catch(refusedAlready);
      if (cloud === undefined) continue;
      const missed = held.filter((use) => !cloud.iam.allows(use.caller, there(use, cloud)));
      if (missed.length === 0) {
        const known = circumstances.find(([pattern]) => pattern.test(`${name} `));
        if (known === undefined) unused.push(name);
        else needless.delete(known);
        continue;
      }
      for (const use of missed) {
        const refused = (): void => cloud.iam.authorizerFor(use.caller)(there(use, cloud));
        const { action, resource } = use.demand;
        const { arn } = cloud.iam.identityOf(use.caller);
        expect(refused, name).toThrow(`User: ${arn} is not authorized to perform: `);
        expect(refused, name).toThrow(new RegExp(`perform: ${action} on`, 'i'));
        expect(refused, name).toThrow(`on resource: ${resource} because no`);
      }
    }
    expect(unused).toEqual([]);
    expect([...needless], 'a journey asks for all that these excuse').toEqual([]);
  }, 240_000);

  test.each([
    [/^ApiPostOrdersRole\w+ dynamodb:PutItem .*Orders1/, 'dynamodb:PutItem'],
    [/^ApiPOSTorders\w+Permission\w+ lambda:InvokeFunction .*ApiPostOrders/, 'lambda:InvokeFunction'],
    [/^OutboxRelayRole\w+ dynamodb:GetRecords /, 'dynamodb:GetRecords'],
    [/^OrdersSalesQueuePolicy\w+ sqs:SendMessage /, 'sqs:SendMessage'],
    [/^OrdersLanesVipConsumer\w+ sqs:ReceiveMessage /, 'sqs:ReceiveMessage'],
  ])('a journey without %s is refused %s', { timeout: 60_000 }, async (pattern, action) => {
    const template = stack.stacks[0]!.template;
    const grant = grantsOf(template).find(({ logicalId, action: its, on }) =>
      pattern.test(`${logicalId} ${its} ${on}`),
    )!;
    const stacks = stack.stacks.map((each) => ({ ...each, template: without(each.template, grant) }));
    const { world } = await runOnce({ ...stack, stacks, seed: 1, orders: 5, faults: [] });
    const denials = world.history.of('iam', 'denied');
    expect(denials.map((denial) => denial['action'])).toContain(action);
    expect(denials[0]).toMatchObject({ principal: expect.any(String), resource: expect.stringMatching(/^arn:/) });
  });
});
