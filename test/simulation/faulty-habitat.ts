import type { FunctionSettings } from '../../local/services/lambda/function-record.ts';
import { answeredInstead } from './faulty-answers.ts';
import { habitats, type AwsRequest, type AwsResponse, type Habitat } from '../../simulation/habitat.ts';
import { askGateway, connectionError, wireRequest } from '../../simulation/wire-request.ts';
import type { RetryStrategy } from '../../simulation/direct-client.ts';
import type { Life } from '../../simulation/simulated-environment.ts';
import type { OutgoingCall } from './history.ts';
import type { World } from './world.ts';

/** One way of a request, milliseconds. */
const quickest = 1;
const slowest = 8;

/** What an environment of this function sees and does, faults included. */
export function habitatOf(world: World, settings: FunctionSettings, life: Life): Habitat {
  const { clock, plan } = world;
  // Numbered, since environments of one function draw from streams of their own, uuids above all.
  const random = world.random.fork(`habitat/${settings.functionName}/${(world.environments += 1)}`);
  const skew = plan.strikes('clock-skew') ? plan.between(-300_000, 300_000) : 0;
  const name = settings.environment['POWERTOOLS_SERVICE_NAME'] ?? settings.functionName;
  let retries: RetryStrategy | undefined;
  const later = (milliseconds: number, task: () => void) =>
    clock.schedule(clock.now() + milliseconds, () => {
      if (life.frozen()) life.onThaw(() => thaw(task));
      else if (life.alive()) habitats.run(self, task);
    });
  const thaw = (task: () => void): void => {
    if (!plan.over) plan.count('frozen-instance');
    habitats.run(self, task);
  };
  const self: Habitat = {
    now: () => clock.now() + skew,
    after: later,
    random: () => random.next(),
    uuid: () => random.uuid(),
    log: (level, message, fields) =>
      world.history.logs.push({ at: clock.now(), function: name, level, message, fields }),
    retries: (make) => (retries ??= make()),
    request: (request) => callAws(world, settings, life, later, request),
    fetch: (url, init) => noted(world, url, callProvider(world, life, later, url, init)),
  };
  return self;
}

type Later = (milliseconds: number, task: () => void) => unknown;

function callAws(
  world: World,
  settings: FunctionSettings,
  life: Life,
  later: Later,
  request: AwsRequest,
): Promise<AwsResponse> {
  const { clock, plan } = world;
  return new Promise((resolve, reject) => {
    if (crashes(world, settings, life, request)) return;
    const bent = world.bend(request, settings.environment['POWERTOOLS_SERVICE_NAME'] ?? '');
    const apply = (): Promise<AwsResponse> =>
      typeof bent === 'object'
        ? Promise.resolve(bent)
        : (answeredInstead(world, settings, request) ?? askGateway(world.gateway, wireRequest(request, settings.role)));
    if (plan.strikes('late-request')) {
      // It reaches the service after the caller gave up on it, and possibly after the caller's death.
      clock.schedule(clock.now() + plan.between(3000, 60_000), () => void apply());
      later(3000, () => reject(timeoutError()));
      return;
    }
    const way = plan.strikes('slow-call') ? plan.between(200, 2500) : plan.between(quickest, slowest);
    clock.schedule(clock.now() + way, () => {
      void apply().then((response) => {
        if (bent === 'crash' || plan.strikes('crash-after-call')) life.crash('exit');
        const lost = bent === 'lost' || plan.strikes('lost-reply');
        later(plan.between(quickest, slowest), () => (lost ? reject(connectionError()) : resolve(response)));
      }, reject);
    });
  });
}

/** Whether the environment dies now, before its request leaves it. */
function crashes(
  { plan, clock, outbreak }: World,
  { environment }: FunctionSettings,
  life: Life,
  request: AwsRequest,
): boolean {
  if (plan.strikes('out-of-memory')) {
    life.crash('out-of-memory');
    return true;
  }
  const name = environment['POWERTOOLS_SERVICE_NAME'];
  const stuck = name === 'operations-relay' && !plan.over && clock.now() < outbreak.relayStuckUntil;
  const poisoned = !plan.over && name === 'orders-process' && outbreak.crashes(request);
  if (!stuck && !poisoned && !plan.strikes('crash-before-call')) return false;
  if (stuck) plan.count('stuck-relay');
  if (poisoned) plan.count('crashing-message');
  life.crash('exit');
  return true;
}

/** Keeps the sender's view of a call, beside the provider's. One whose sender died has no end. */
function noted({ history, clock }: World, url: string, answer: Promise<Response>): Promise<Response> {
  const call: OutgoingCall = {
    provider: new URL(url).pathname.split('/')[1]!,
    sentAt: clock.now(),
    endedAt: undefined,
  };
  history.calls.push(call);
  return answer.finally(() => {
    call.endedAt = clock.now();
  });
}

function callProvider(world: World, life: Life, later: Later, url: string, init: RequestInit): Promise<Response> {
  const { clock, plan } = world;
  const { pathname, searchParams } = new URL(url);
  const provider = pathname.split('/')[1]!;
  const faulty = (kind: Parameters<typeof plan.strikes>[0], of: string): boolean =>
    provider === of && plan.strikes(kind);
  return new Promise((resolve, reject) => {
    if (plan.strikes('crash-before-call')) return life.crash('exit');
    init.signal?.addEventListener('abort', () => reject(init.signal!.reason as Error), { once: true });
    const down = (provider === 'payment' && world.outbreak.paymentDown(clock.now())) || faulty('mail-fails', 'mail');
    if (down && provider === 'payment') plan.count('payment-down');
    const way = faulty('payment-slow', 'payment') ? plan.between(2500, 12_000) : plan.between(5, 60);
    clock.schedule(clock.now() + way, () => {
      if (down) return later(5, () => resolve(new Response('{"code":"down"}', { status: 503 })));
      const request = {
        method: init.method ?? 'GET',
        path: pathname,
        query: searchParams,
        headers: init.headers as Record<string, string>,
        body: (init.body as string | undefined) ?? '',
      };
      return void world.providers.handle(request).then((reply) => {
        if (plan.strikes('crash-after-call')) life.crash('exit');
        const lost = reply === 'dropped' || faulty('payment-lost-reply', 'payment');
        later(plan.between(5, 60), () =>
          lost
            ? reject(connectionError())
            : resolve(new Response(reply.body, { status: reply.status, headers: reply.headers })),
        );
      });
    });
  });
}

function timeoutError(): Error {
  return Object.assign(new Error('The request timed out'), { name: 'TimeoutError' });
}
