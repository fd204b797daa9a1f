import type { CloudWatch } from '../services/cloudwatch/cloudwatch.ts';
import { BadRequest } from './bad-request.ts';
import type { Lambda } from '../services/lambda/lambda.ts';
import type { Sqs } from '../services/sqs/sqs.ts';
import type { WireRequest, WireResponse } from '../services/service.ts';
import type { Provisioned } from '../template/provision.ts';
import type { Journeys } from './journeys.ts';

/** Answers below `/_spillway` on the AWS port. */
export type ConsoleRoute = (request: WireRequest, rest: string) => unknown;

export interface ConsoleOptions {
  readonly cloudwatch: CloudWatch;
  readonly sqs: Sqs;
  readonly lambda: Lambda;
  readonly journeys: Journeys;
  readonly health: () => object;
  readonly stacks: readonly Provisioned[];
  /** A function's physical name to the name people gave it. */
  readonly nameOf: (resource: string) => string;
  /** Further routes by their first path segment. */
  readonly routes?: Readonly<Record<string, ConsoleRoute>>;
}

const prefix = '/_spillway/';

/** The console's answer, or undefined for a request that is not the console's. */
export async function consoleAnswer(request: WireRequest, options: ConsoleOptions): Promise<WireResponse | undefined> {
  if (!request.path.startsWith(prefix)) return undefined;
  const [name = '', ...rest] = request.path.slice(prefix.length).split('/');
  const routes: Readonly<Record<string, ConsoleRoute>> = {
    health: () => options.health(),
    alarms: () => alarms(options.cloudwatch),
    queues: () => queues(options),
    stack: (_request, name) => stack(options.stacks, name),
    journeys: (_request, id) => journey(options, id),
    ...options.routes,
  };
  if (!Object.hasOwn(routes, name)) {
    const known = Object.keys(routes).map((route) => prefix + route);
    return json(404, { title: 'There is no such page', pages: known });
  }
  let answer: unknown;
  try {
    answer = await routes[name]!(request, decodeURIComponent(rest.join('/')));
  } catch (error) {
    if (error instanceof BadRequest) return json(error.status, { title: error.message });
    throw error;
  }
  return answer === undefined ? json(404, { title: 'Nothing is known under this id' }) : json(200, answer);
}

function queues({ sqs, lambda, nameOf }: ConsoleOptions): object[] {
  const all = sqs.queues();
  const consumers = Map.groupBy(lambda.store.mappings.values(), ({ eventSourceArn }) => eventSourceArn);
  return all.map(({ arn, name, visible, inFlight, delayed, oldestAgeSeconds, deadLetterTargetArn }) => {
    const target = all.find((other) => other.arn === deadLetterTargetArn);
    return {
      name,
      visible,
      inFlight,
      delayed,
      oldestAgeSeconds,
      consumers: (consumers.get(arn) ?? []).map(({ functionName, state }) => ({
        function: nameOf(functionName),
        eventSourceMapping: state,
      })),
      ...(target !== undefined && { deadLetterQueue: { name: target.name, visible: target.visible } }),
      isDeadLetterQueue: all.some((other) => other.deadLetterTargetArn === arn),
    };
  });
}

/** What CloudFormation would tell of a stack: its outputs and its resources. The first one where none is named. */
function stack(stacks: readonly Provisioned[], name: string): object | undefined {
  const found = stacks.find(({ stackName }) => name === '' || stackName === name);
  if (found === undefined) return undefined;
  const resources = [...found.resources].map(([logicalId, { type, ref }]) => ({ logicalId, type, physicalId: ref }));
  return { name: found.stackName, outputs: found.outputs, resources };
}

/** Those that ring come first. */
function alarms(cloudwatch: CloudWatch): object {
  const all = [...cloudwatch.store.alarms.values()].map(({ name, state, input }) => ({
    name,
    state: state.value,
    description: input.AlarmDescription,
  }));
  return { alarms: all.toSorted((a, b) => Number(b.state === 'ALARM') - Number(a.state === 'ALARM')) };
}

function journey({ journeys, nameOf }: ConsoleOptions, id: string): object | undefined {
  const hops = journeys.find(id);
  if (hops === undefined) return undefined;
  return {
    id,
    hops: hops.map(({ at, where, what, attempt, level, detail }) => ({
      time: new Date(at).toISOString(),
      where: nameOf(where),
      what,
      attempt,
      level,
      ...detail,
    })),
  };
}

export function json(status: number, body: unknown): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body, undefined, 2)}\n` };
}
