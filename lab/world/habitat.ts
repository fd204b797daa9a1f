import type { FunctionSettings } from '../../local/services/lambda/function-record.ts';
import type { RetryStrategy } from '../../simulation/direct-client.ts';
import { habitats, type AwsRequest, type AwsResponse, type Habitat } from '../../simulation/habitat.ts';
import type { Life } from '../../simulation/simulated-environment.ts';
import { askGateway, wireRequest } from '../../simulation/wire-request.ts';
import type { LogLine } from './chronicle.ts';
import type { World } from './world.ts';

/** One way of a request to AWS, milliseconds. */
const oneWay = 3;

/** What a function of the lab sees: a network without faults, and the downstream that the scenario plays. */
export function habitatOf(world: World, settings: FunctionSettings, life: Life): Habitat {
  const { clock, chronicle } = world;
  const name = world.nameOf(settings);
  const random = world.random.fork(`environment/${world.nextEnvironment()}`);
  let retries: RetryStrategy | undefined;
  const after = (milliseconds: number, task: () => void) =>
    clock.schedule(clock.now() + milliseconds, () => {
      if (life.frozen()) life.onThaw(() => habitats.run(self, task));
      else if (life.alive()) habitats.run(self, task);
    });
  const self: Habitat = {
    now: () => clock.now(),
    after,
    random: () => random.next(),
    uuid: () => random.uuid(),
    log: (_level, message, fields) =>
      chronicle.logs.push({ at: world.elapsed, function: name, message, fields: fields as LogLine['fields'] }),
    retries: (make) => (retries ??= make()),
    request: (request) => callAws(world, settings, life, after, request),
    fetch: (url, init) => callDownstream(world, name, life, after, url, init),
  };
  return self;
}

type After = (milliseconds: number, task: () => void) => unknown;

function callAws(
  world: World,
  settings: FunctionSettings,
  life: Life,
  after: After,
  request: AwsRequest,
): Promise<AwsResponse> {
  const wire = wireRequest(request, settings.role);
  const dies = world.diesAfter(settings, wire);
  return new Promise((resolve, reject) => {
    after(oneWay, () => {
      askGateway(world.gateway, wire).then((answer) => {
        if (dies) life.crash('exit');
        after(oneWay, () => resolve(answer));
      }, reject);
    });
  });
}

/** `POST https://downstream.invalid/OPERATION` with `{ "subject": … }`. */
function callDownstream(
  world: World,
  name: string,
  life: Life,
  after: After,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const operation = new URL(url).pathname.slice(1);
  const { subject } = JSON.parse(init.body as string) as { subject: string };
  const idempotencyKey = (init.headers as Record<string, string>)['idempotency-key'];
  return new Promise((resolve) => {
    const { outcome, milliseconds, done } = world.ask({ function: name, operation, subject, idempotencyKey });
    if (outcome === 'crash') return life.crash('exit');
    world.clock.schedule(world.clock.now() + milliseconds, done);
    after(milliseconds, () => {
      if (outcome === 'crash-after') life.crash('exit');
      else resolve(new Response('{}', { status: outcome }));
    });
  });
}
