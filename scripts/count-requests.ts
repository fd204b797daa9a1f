import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../bin/local/synthesize.ts';
import { assumptions } from '../bin/spillway/cost/assumptions.ts';
import type { Count, Counts, PipelineCounts } from '../bin/spillway/cost/counts.ts';
import type { Quantities } from '../bin/spillway/cost/prices.ts';
import type { WireRequest, WireResponse } from '../local/services/service.ts';
import { patchGlobals } from '../simulation/globals.ts';
import { FaultPlan } from '../test/simulation/fault-plan.ts';
import { product, type Product } from '../test/simulation/product.ts';
import { World } from '../test/simulation/world.ts';
import { costDocument } from './cost-doc.ts';

/** How one unit of a pipeline's work is asked for. A pipeline joins here. */
interface Driver {
  readonly name: string;
  readonly unit: string;
  /** Asks for the index-th; everything that it sets off is counted. */
  readonly ask: (world: World, index: number) => Promise<void>;
}

const drivers: readonly Driver[] = [
  {
    name: 'orders',
    unit: 'order',
    ask: (world, index) =>
      post(world, '/orders', { customerId: ['ada', 'grace'][index % 2], items: [{ sku: 'tea', quantity: 1 }] }, index),
  },
  {
    name: 'users',
    unit: 'user',
    ask: (world, index) => post(world, '/users', { email: `user-${index}@example.com` }, index),
  },
];

const minute = 60_000;

/**
 * Counts what each pipeline asks AWS for. The real handlers run through the real SDK, against the engines of the
 * simulator, in virtual time: the same code gives the same counts.
 *
 * @param units asked for at each pace
 */
export async function countRequests(units: number): Promise<Counts> {
  const stack = await product();
  const pipelines: PipelineCounts[] = [];
  for (const { name, unit, ask } of drivers) {
    const alone = await count(stack, ask, { units, everyMilliseconds: 20_000 });
    const busy = await count(stack, ask, { units: 4 * units, everyMilliseconds: 20 });
    pipelines.push({ name, unit, alone, busy });
  }
  return { pipelines, rest: atRest((await synthesize()).folder) };
}

interface Pace {
  readonly units: number;
  readonly everyMilliseconds: number;
}

async function count(stack: Product, ask: Driver['ask'], { units, everyMilliseconds }: Pace): Promise<Count> {
  const restore = patchGlobals();
  try {
    const world = new World(1, stack.code, (random) => FaultPlan.exactly(random, {}));
    await world.provision(stack.stacks);
    const meter = new Meter(world);
    const { clock } = world;
    for (let index = 0; index < units; index += 1)
      clock.schedule(clock.now() + index * everyMilliseconds, () => void ask(world, index));
    await clock.advance(units * everyMilliseconds + 5 * minute);
    return meter.perUnit(units);
  } finally {
    restore();
  }
}

/** Reads what goes through a world's gateway and journal. */
class Meter {
  readonly #requests = new Map<string, number>();
  readonly #quantities = new Map<keyof Quantities, number>();
  readonly #world: World;
  readonly #from: number;

  constructor(world: World) {
    this.#world = world;
    this.#from = world.history.entries.length;
    const scheduled = scheduledRoles(world);
    const handle = world.gateway.handle.bind(world.gateway);
    world.gateway.handle = async (request) => {
      const action = actionOf(request);
      const answer = await handle(action.startsWith('dynamodb:') ? withCapacity(request) : request);
      if (!scheduled.has(callerOf(request))) this.#count(action, request, answer);
      return answer;
    };
  }

  perUnit(units: number): Count {
    this.#countJournal(units);
    const each = (map: ReadonlyMap<string, number>): Record<string, number> =>
      Object.fromEntries(
        [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, round(value / units)]),
      );
    return { requests: each(this.#requests), quantities: each(this.#quantities) };
  }

  #count(action: string, request: WireRequest, answer: WireResponse): void {
    add(this.#requests, action);
    if (action.startsWith('sqs:')) this.#queueRequest(/\.fifo\b/.test(request.body.toString('utf8')));
    if (action.startsWith('sns:')) add(this.#quantities, 'snsPublish');
    if (action.startsWith('dynamodb:')) {
      const { ConsumedCapacity = [] } = JSON.parse((answer.body as string | Buffer).toString()) as {
        ConsumedCapacity?: object | object[];
      };
      const units = [ConsumedCapacity].flat() as { CapacityUnits: number }[];
      const kind = /Get|Query|Scan/.test(action) ? 'dynamodbReadUnit' : 'dynamodbWriteUnit';
      for (const { CapacityUnits } of units) add(this.#quantities, kind, CapacityUnits);
    }
  }

  #queueRequest(fifo: boolean): void {
    add(this.#quantities, fifo ? 'sqsFifoRequest' : 'sqsStandardRequest');
  }

  /** Invocations, and for each that a queue's mapping made, a receive and a deletion for every ten messages. */
  #countJournal(units: number): void {
    const { cloud, history } = this.#world;
    add(this.#requests, 'execute-api:Invoke', units);
    add(this.#quantities, 'httpApiRequest', units);
    for (const { service, event, resource, source, messageIds } of history.entries.slice(this.#from)) {
      if (service !== 'lambda' || event !== 'invoked') continue;
      const mapping = cloud.lambda.store.mappings.get(String(source));
      const queue = mapping?.eventSourceArn?.includes(':sqs:') === true ? mapping.eventSourceArn : undefined;
      // Schedules run whether or not anything is asked for: they belong to the month at rest.
      if (mapping === undefined && source !== 'api' && !String(source).includes('apigateway')) continue;
      add(this.#requests, 'lambda:Invoke');
      add(this.#quantities, 'lambdaRequest');
      const { memoryMb } = cloud.lambda.record(resource.split(':function:').at(-1)!).latest as { memoryMb?: number };
      const gigabytes = (memoryMb ?? 0) / 1024;
      add(this.#quantities, 'lambdaGigabyteSecond', (gigabytes * assumptions.millisecondsPerInvocation) / 1000);
      add(this.#quantities, 'logGigabyte', assumptions.logBytesPerInvocation / 1e9);
      if (queue === undefined) continue;
      const calls = Math.ceil((messageIds as readonly string[]).length / 10);
      for (const action of ['sqs:ReceiveMessage (mapping)', 'sqs:DeleteMessageBatch (mapping)']) {
        add(this.#requests, action, calls);
        for (let call = 0; call < calls; call += 1) this.#queueRequest(queue.endsWith('.fifo'));
      }
    }
    for (const line of history.logs) add(this.#quantities, 'logGigabyte', JSON.stringify(line).length / 1e9);
  }
}

/** Roles of functions that a schedule runs: they ask whether or not anyone comes. */
function scheduledRoles({ cloud }: World): ReadonlySet<string> {
  const { schedules } = cloud.scheduler.store;
  const targets = new Set([...schedules.values()].map(({ target }) => target.Arn));
  const functions = [...cloud.lambda.store.functions.values()].map(({ latest }) => latest);
  return new Set(functions.filter(({ functionArn }) => targets.has(functionArn)).map(({ role }) => role));
}

/** The role that signed a request, as the simulation writes it. */
function callerOf({ headers }: WireRequest): string {
  return /Credential=([^/]+)\//.exec(headers['authorization'] ?? '')?.[1]?.replaceAll('~', '/') ?? '';
}

function add<Name>(map: Map<Name, number>, name: Name, by = 1): void {
  map.set(name, (map.get(name) ?? 0) + by);
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function actionOf({ headers, body }: WireRequest): string {
  const target = headers['x-amz-target'];
  if (target === undefined) return `sns:${new URLSearchParams(body.toString('utf8')).get('Action')}`;
  const [service, action] = target.split('.');
  return `${service!.startsWith('DynamoDB') ? 'dynamodb' : 'sqs'}:${action}`;
}

function withCapacity(request: WireRequest): WireRequest {
  const input = JSON.parse(request.body.toString('utf8')) as object;
  return { ...request, body: Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' })) };
}

async function post({ cloud }: World, path: string, body: object, index: number): Promise<void> {
  const [apiId] = cloud.httpApis.apis.keys();
  const headers = { 'content-type': 'application/json', 'idempotency-key': `counted-${index}` };
  const answer = await cloud.httpApis.handle(apiId!, {
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(JSON.stringify(body)),
  });
  if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: nothing was counted`);
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
}

interface Properties {
  readonly EventSourceArn?: unknown;
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
  readonly ScheduleExpression?: string;
}

/** What a month costs in which nobody comes: pollers, schedules, alarms, dashboards. */
function atRest(assembly: string): Quantities {
  const file = readdirSync(assembly).find((name) => name.endsWith('.template.json'))!;
  const { Resources } = JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template;
  const all = Object.values(Resources);
  const of = (type: string) => all.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const mappings = of('AWS::Lambda::EventSourceMapping').map(({ EventSourceArn }) =>
    sourceOf(EventSourceArn, Resources),
  );
  const polls = (assumptions.idlePollers * assumptions.monthSeconds) / assumptions.pollSeconds;
  const runs = of('AWS::Scheduler::Schedule').reduce(
    (sum, { ScheduleExpression = '' }) => sum + runsOf(ScheduleExpression),
    0,
  );
  const metrics = of('AWS::CloudWatch::Alarm').map(({ Metrics }) =>
    Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length,
  );
  return {
    sqsFifoRequest: polls * mappings.filter((kind) => kind === 'fifo').length,
    sqsStandardRequest: polls * mappings.filter((kind) => kind === 'standard').length,
    schedule: runs,
    lambdaRequest: runs,
    alarmMetric: metrics.reduce((sum, each) => sum + each, 0),
    compositeAlarm: of('AWS::CloudWatch::CompositeAlarm').length,
    dashboard: of('AWS::CloudWatch::Dashboard').length,
  };
}

function sourceOf(arn: unknown, resources: Template['Resources']): 'fifo' | 'standard' | 'stream' {
  const [id] = (arn as { 'Fn::GetAtt'?: string[] })['Fn::GetAtt'] ?? [];
  const queue = resources[id ?? ''];
  if (queue?.Type !== 'AWS::SQS::Queue') return 'stream';
  return (queue.Properties as { FifoQueue?: boolean } | undefined)?.FifoQueue === true ? 'fifo' : 'standard';
}

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

function runsOf(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (count === undefined) throw new Error(`How often does ${expression} run in a month?`);
  return assumptions.monthSeconds / (Number(count) * unitSeconds[unit!]!);
}

if (import.meta.main) {
  const counts = await countRequests(50);
  const root = new URL('..', import.meta.url);
  writeFileSync(new URL('bin/spillway/cost/counts.json', root), `${JSON.stringify(counts, undefined, 2)}\n`);
  writeFileSync(new URL('docs/cost.md', root), costDocument(counts));
}
