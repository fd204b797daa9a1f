import type { Stack } from 'aws-cdk-lib';
import { functionName } from '../../lib/bundling/entries.ts';
import { seededRandom } from '../../local/clock/random.ts';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import type { Cloud } from '../../local/services/cloud.ts';
import { actionOf } from '../../local/faults/action-of.ts';
import { createCloud } from '../../local/services/create-cloud.ts';
import type { Gateway, Interceptor } from '../../local/services/gateway.ts';
import type { FunctionSettings } from '../../local/services/lambda/function-record.ts';
import type { WireRequest } from '../../local/services/service.ts';
import { provisionAll } from '../../local/template/provision.ts';
import { resourceTypes } from '../../local/template/resource-types.ts';
import { patchGlobals } from '../../simulation/globals.ts';
import { HandlerCode } from '../../simulation/handler-code.ts';
import { roleGateway } from '../../simulation/role-gateway.ts';
import { SimulatedEnvironment } from '../../simulation/simulated-environment.ts';
import { Chronicle } from './chronicle.ts';
import { reliable, type DiesAfter, type Downstream, type DownstreamCall, type Outcome } from './downstream.ts';
import { habitatOf } from './habitat.ts';
import { Hands } from './hands.ts';
import { synthesizeStack, type Places } from './stack.ts';

const accountId = '000000000000';
const region = 'us-east-1';
const minute = 60_000;

export interface WorldOptions<Names extends string> {
  /** Declares the resources in an empty stack, and names those that the scenario reaches for. */
  readonly stack: (stack: Stack) => Places<Names>;
  /** @default - answers everything with 200 in 20 ms */
  readonly downstream?: Downstream;
  /** @default - nobody dies */
  readonly diesAfter?: DiesAfter;
  /**
   * Asked when a handler is done: whether its environment dies before it can answer.
   *
   * @default - never
   */
  readonly diesBeforeReturn?: (chronicle: Chronicle) => boolean;
  /**
   * Stands between functions and AWS, such as faults.
   *
   * @default - nothing does
   */
  readonly around?: (clock: VirtualClock) => Interceptor;
}

/** One account with one small stack in it, its handlers on virtual time, and the chronicle of what happens. */
export class World<Names extends string = string> {
  readonly clock = new VirtualClock();
  readonly random = seededRandom(7);
  readonly chronicle = new Chronicle();
  readonly cloud: Cloud;
  readonly gateway: Gateway;
  readonly hands: Hands;
  /** Queue URLs, topic ARNs, table and bucket names, as the stack named them. */
  readonly places: Readonly<Record<Names, string>>;
  readonly #start = this.clock.now();
  readonly #downstream: Downstream;
  readonly #diesAfter: DiesAfter;
  readonly #requests = new Map<string, number>();
  #concurrent = 0;
  #environments = 0;

  private constructor(
    code: HandlerCode,
    entries: readonly string[],
    places: Record<Names, string>,
    { downstream, diesAfter, diesBeforeReturn, around }: Omit<WorldOptions<Names>, 'stack'>,
  ) {
    this.places = places;
    this.#downstream = downstream ?? reliable;
    this.#diesAfter = diesAfter ?? (() => false);
    const surroundings = {
      clock: this.clock,
      random: this.random.fork('cloud'),
      accountId,
      region,
      endpoint: 'http://simulated.invalid',
      journal: (entry: Parameters<Parameters<typeof createCloud>[0]['journal']>[0]) =>
        void this.chronicle.journal.push({ ...entry, at: this.elapsed }),
    };
    const byName = new Map(entries.map((entry) => [functionName(entry), entry]));
    this.cloud = createCloud(surroundings, {
      environments: (settings) => {
        this.chronicle.functions.set(settings.functionArn, this.nameOf(settings));
        return new SimulatedEnvironment(
          this.clock,
          () => code.lend(sourceOf(byName.get(serviceOf(settings))!), variablesOf(settings)),
          (life) => habitatOf(this, settings, life),
          { idle: () => false, diesBeforeReturn: () => diesBeforeReturn?.(this.chronicle) ?? false },
        );
      },
    });
    this.hands = new Hands(this.cloud);
    this.gateway = roleGateway(this.cloud, {
      nextRequestId: () => surroundings.random.uuid(),
      ...(around !== undefined && { around: around(this.clock) }),
    });
  }

  /** Builds a world, lets `play` live in it, and gives time and chance back to the process. */
  static async play<Names extends string, Told>(
    options: WorldOptions<Names>,
    play: (world: World<Names>) => Promise<Told>,
  ): Promise<Told> {
    const { artifacts, entries, outputs } = synthesizeStack(options.stack);
    const code = await HandlerCode.compile(entries.map(sourceOf));
    const restore = patchGlobals();
    try {
      const places = {} as Record<Names, string>;
      const world = new World<Names>(code, entries, places, options);
      const [stack] = await provisionAll(artifacts, world.cloud, resourceTypes, { accountId, region, parameters: {} });
      for (const name of outputs as Names[]) places[name] = stack!.outputs[name]!;
      return await play(world);
    } finally {
      restore();
    }
  }

  /** Milliseconds since the start. */
  get elapsed(): number {
    return this.clock.now() - this.#start;
  }

  tell(who: string, what: string): void {
    this.chronicle.tell(this.elapsed, who, what);
  }

  /** Runs `task` at a time since the start, milliseconds. */
  at(milliseconds: number, task: () => void): void {
    this.clock.schedule(this.#start + milliseconds, task);
  }

  /** Turns the clock to a time since the start. */
  async until(milliseconds: number): Promise<void> {
    await this.clock.advanceTo(this.#start + milliseconds);
  }

  /**
   * Turns the clock until every queue that a function reads is empty and no function runs.
   *
   * @returns whether that came within `minutes`
   */
  async untilDone(minutes = 180): Promise<boolean> {
    const done = (): boolean => this.#idle();
    return this.clock.runUntil(done, this.#start + minutes * minute);
  }

  /** Turns the clock until a promise has settled. */
  async turning<Value>(promise: Promise<Value>): Promise<Value> {
    let settled = false;
    const end = (): void => void (settled = true);
    promise.then(end, end);
    await this.clock.runUntil(() => settled, this.clock.now() + minute);
    return promise;
  }

  #idle(): boolean {
    if (this.cloud.lambda.environments.busy > 0) return false;
    const read = new Set([...this.cloud.lambda.store.mappings.values()].map(({ eventSourceArn }) => eventSourceArn));
    return this.cloud.sqs
      .queues()
      .filter(({ arn }) => read.has(arn))
      .every(({ visible, inFlight, delayed }) => visible + inFlight + delayed === 0);
  }

  /** Environments draw their own chances. */
  nextEnvironment(): number {
    return ++this.#environments;
  }

  /** What the chronicle calls a function: `worker` for whoever handles the scenario's messages, `producer`, `relay`. */
  nameOf(settings: FunctionSettings): string {
    return serviceOf(settings)
      .replace(/^(naive|toolkit|orders|users)-.*/, 'worker')
      .replace(/^producers-.*/, 'producer')
      .replace(/^operations-/, '');
  }

  /** Requests of an action so far, of all functions. */
  requests(action: string): number {
    return [...this.#requests].reduce((sum, [key, count]) => (key.endsWith(` ${action}`) ? sum + count : sum), 0);
  }

  /** Whether the environment that sends this request dies once it was carried out. */
  diesAfter(settings: FunctionSettings, request: WireRequest): boolean {
    const action = actionOf(this.gateway.serviceOf(request)!, request);
    const name = this.nameOf(settings);
    const nth = (this.#requests.get(`${name} ${action}`) ?? 0) + 1;
    this.#requests.set(`${name} ${action}`, nth);
    return this.#diesAfter({ function: name, action, nth });
  }

  /** A handler's call to the service downstream. `done` is to be called when it has answered. */
  ask(call: Omit<DownstreamCall, 'at' | 'concurrent' | 'outcome'>): {
    outcome: Outcome;
    milliseconds: number;
    done: () => void;
  } {
    const { calls } = this.chronicle;
    const attempt = calls.filter(({ subject }) => subject === call.subject).length + 1;
    this.#concurrent += 1;
    const request = { ...call, at: this.elapsed, attempt, concurrent: this.#concurrent };
    const outcome = this.#downstream.answer(request);
    const milliseconds = this.#downstream.takes?.(request) ?? 20;
    calls.push({ ...call, at: this.elapsed, concurrent: this.#concurrent, outcome });
    const done = (): void => void (this.#concurrent -= 1);
    if (outcome === 'crash') done();
    return { outcome, milliseconds, done };
  }
}

/** The lab is the root of its stacks. */
function sourceOf(entry: string): string {
  return `lab/${entry}`;
}

function serviceOf({ environment }: FunctionSettings): string {
  return environment['POWERTOOLS_SERVICE_NAME']!;
}

function variablesOf(settings: FunctionSettings): Record<string, string> {
  return { ...settings.environment, AWS_REGION: region, AWS_LAMBDA_FUNCTION_NAME: settings.functionName };
}
