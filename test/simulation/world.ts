import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import { seededRandom, type Random } from '../../local/clock/random.ts';
import type { Cloud } from '../../local/services/cloud.ts';
import { createCloud } from '../../local/services/create-cloud.ts';
import type { Gateway } from '../../local/services/gateway.ts';
import type { FunctionSettings } from '../../local/services/lambda/function-record.ts';
import type { StackArtifact } from '../../local/template/assembly.ts';
import { prepareAll } from '../../local/template/provision.ts';
import { resourceTypes } from '../../local/template/resource-types.ts';
import { memoryLedgers } from '../../stand-ins/ledger.ts';
import { providers, type Providers } from '../../stand-ins/providers.ts';
import type { AwsRequest, AwsResponse } from '../../simulation/habitat.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { HandlerCode } from '../../simulation/handler-code.ts';
import { History } from './history.ts';
import { faultyQueues } from './faulty-queues.ts';
import { habitatOf } from './faulty-habitat.ts';
import { Outbreak } from './outbreak.ts';
import { roleGateway } from '../../simulation/role-gateway.ts';
import { SimulatedEnvironment } from '../../simulation/simulated-environment.ts';
import { pipelines } from './pipelines.ts';
import { indexed } from './tables.ts';

/** An answer in its place; its reply lost; its caller dead as soon as it was applied; nothing out of the ordinary. */
export type Bent = AwsResponse | 'lost' | 'crash' | undefined;

export const accountId = '000000000000';

/** One simulated account with the whole stack in it, its outside world, and the record of all that happens. */
export class World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly plan: FaultPlan;
  readonly history = new History();
  readonly cloud: Cloud;
  readonly gateway: Gateway;
  readonly providers: Providers;
  readonly outbreak: Outbreak;
  outputs: Readonly<Record<string, string>> = {};
  /** A scenario's own fault: what becomes of a request, where it is to be anything out of the ordinary. */
  bend: (request: AwsRequest, functionName: string) => Bent = () => undefined;
  /** Execution environments made so far. */
  environments = 0;
  readonly #code: HandlerCode;

  constructor(seed: number, code: HandlerCode, planOf: (random: Random) => FaultPlan) {
    this.clock = new VirtualClock();
    this.random = seededRandom(seed);
    this.plan = planOf(this.random.fork('plan'));
    this.outbreak = new Outbreak(this.plan, this.clock.now());
    this.#code = code;
    const surroundings = {
      clock: this.clock,
      random: this.random.fork('cloud'),
      accountId,
      region: 'us-east-1',
      endpoint: 'http://simulated.invalid',
      journal: (entry: Parameters<History['record']>[0]) => this.history.record(entry, this.clock.now()),
    };
    this.cloud = createCloud(surroundings, {
      environments: (settings) => this.#environment(settings),
      aroundQueues: (inner) => faultyQueues(inner, this),
    });
    // Alarms and dashboards watch and change nothing, at the cost of a look at every fact and every minute.
    this.cloud.cloudwatch.stop();
    this.gateway = roleGateway(this.cloud, { nextRequestId: () => surroundings.random.uuid() });
    this.providers = this.#providers();
  }

  async provision(stacks: readonly StackArtifact[]): Promise<void> {
    const [stack] = await prepared(stacks)(this.cloud);
    this.outputs = stack!.outputs;
    for (const { seed } of pipelines) seed(this);
    await this.providers.payment.handle({
      method: 'PUT',
      path: '/behaviour',
      query: new URLSearchParams(),
      headers: {},
      body: JSON.stringify({ seed: this.random.fork('declines').hex(8), rules: this.#declines() }),
    });
  }

  #declines() {
    const broke = { operation: 'charge', decline: 'no-funds', match: { customerId: 'broke' } };
    if (!this.plan.has('payment-declines')) return [broke];
    return [broke, { operation: 'charge', decline: 'suspicious', share: 0.3 }];
  }

  #environment(settings: FunctionSettings): SimulatedEnvironment {
    const entry = entryOf(settings);
    const lend = () => this.#code.lend(entry, variablesOf(settings));
    return new SimulatedEnvironment(this.clock, lend, (life) => habitatOf(this, settings, life), {
      idle: () => nothingToSweep(this, entry),
      diesBeforeReturn: () => this.plan.strikes('crash-before-return'),
    });
  }

  #providers(): Providers {
    const random = this.random.fork('providers');
    return providers({
      ledgers: memoryLedgers(),
      surroundings: {
        now: () => this.clock.now(),
        sleep: (milliseconds) =>
          new Promise((resolve) => this.clock.schedule(this.clock.now() + milliseconds, resolve)),
        id: () => random.uuid(),
      },
      observe: (observation) => {
        this.history.providers.push({ at: this.clock.now(), ...observation });
        if (observation.outcome === 402 && this.plan.has('payment-declines')) this.plan.count('payment-declines');
      },
    });
  }
}

/** What would watch and change nothing. */
const simulatedResourceTypes = {
  ...resourceTypes,
  'AWS::CloudWatch::Alarm': unwatched(),
  'AWS::CloudWatch::Dashboard': unwatched(),
};

const preparations = new WeakMap<readonly StackArtifact[], ReturnType<typeof prepareAll>>();

/** Templates are checked once for all runs. */
function prepared(stacks: readonly StackArtifact[]): ReturnType<typeof prepareAll> {
  let found = preparations.get(stacks);
  if (found === undefined) {
    found = prepareAll(stacks, simulatedResourceTypes, {
      accountId,
      region: 'us-east-1',
      parameters: {
        PaymentUrl: 'http://providers.invalid/payment',
        MailUrl: 'http://providers.invalid/mail',
        PushUrl: 'http://providers.invalid/push',
      },
    });
    preparations.set(stacks, found);
  }
  return found;
}

function unwatched() {
  const properties: Readonly<Record<string, true>> = new Proxy(
    {},
    {
      get: () => true,
      has: () => true,
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: true }),
    },
  );
  return {
    properties,
    create: ({ logicalId }: { logicalId: string }) => ({ ref: logicalId, attributes: { Arn: logicalId } }),
  };
}

/** The sweepers run all the time and read their sparse indexes, whose rows can be seen from here at no cost. */
function nothingToSweep(world: World, entry: string): boolean {
  if (entry === 'lambdas/operations/sweep-outbox.ts') return unsent(world) === 0;
  return pipelines.some(({ idle }) => idle(world, entry));
}

/** Rows of the outbox that wait to be sent. */
export function unsent({ cloud, outputs }: World): number {
  return indexed(cloud, outputs['OutboxTable']!, 'unsent');
}

/** `…/orders-process` → `lambdas/orders/process.ts` */
function entryOf({ codePath }: FunctionSettings): string {
  const [, folder, file] = /([a-z]+)-([a-z-]+)$/.exec(codePath)!;
  return `lambdas/${folder}/${file}.ts`;
}

function variablesOf(settings: FunctionSettings): Record<string, string> {
  return { ...settings.environment, AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: settings.functionName };
}
