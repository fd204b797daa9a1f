import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { actionOf } from './action-of.ts';
import { throttled } from './throttled.ts';
import { sleep, type Clock } from '../clock/clock.ts';
import type { Faults, Strike } from './faults.ts';
import type { Effect } from './rule.ts';
import type { Interceptor, Passage } from '../services/gateway.ts';
import type { WireRequest, WireResponse } from '../services/service.ts';

/** A function's execution environment, as the one that calls. */
export interface CallingEnvironment {
  readonly functionName: string;
  readonly kill: () => void;
}

type Kill = (() => void) | undefined;

const all: readonly Effect[] = ['throttle', 'delay', 'loseReply', 'duplicate', 'reorder', 'crash'];
const withoutCaller = all.filter((effect) => effect !== 'crash');
/** The rest strikes at the invocation itself, from wherever it comes. */
const ofInvocations: readonly Effect[] = ['loseReply', 'duplicate', 'reorder'];
const lost: WireResponse = { status: 500, headers: {}, body: '', dropped: true };

/**
 * Faults of requests over HTTP.
 *
 * @param environmentOf who signs with an access key, if a function does
 */
export function faultsAroundGateway(
  faults: Faults,
  clock: Clock,
  environmentOf: (accessKeyId: string) => CallingEnvironment | undefined,
): Interceptor {
  return (passage) => {
    const { service, request, call, accessKeyId } = passage;
    if (faults.none) return service.handle(request, call);
    const caller = accessKeyId === undefined ? undefined : environmentOf(accessKeyId);
    const action = actionOf(service, request);
    const invoked = service.name === 'lambda' && action === 'Invoke';
    const occasion = {
      service: service.name,
      action,
      functionName: invoked ? request.path.split('/')[3] : caller?.functionName,
      text: () => textOf(request),
    };
    const possible = invoked ? ofInvocations : caller === undefined ? withoutCaller : all;
    const strikes = faults.strikes(occasion, possible);
    return strike(passage, strikes, { kill: caller?.kill, clock, applied: () => faults.applied(occasion) });
  };
}

interface Hands {
  readonly kill: Kill;
  readonly clock: Clock;
  readonly applied: () => void;
}

async function strike(passage: Passage, strikes: readonly Strike[], hands: Hands): Promise<WireResponse> {
  const { service, request, call } = passage;
  const having = (effect: Effect): Strike | undefined => strikes.find((each) => each.effect === effect);
  for (const { delayMilliseconds } of strikes) {
    if (delayMilliseconds !== undefined) await sleep(hands.clock, delayMilliseconds);
  }
  const crash = having('crash');
  if (crash !== undefined && crash.after !== true) return die(hands.kill);
  if (having('throttle') !== undefined) return throttled(service, request, call);
  await having('reorder')?.turn;
  const [first, second] = having('duplicate') === undefined ? [request] : await twice(request);
  let response = await service.handle(first, call);
  if (second !== undefined) {
    discard(response);
    response = await service.handle(second, call);
  }
  hands.applied();
  if (crash !== undefined) return die(hands.kill, response);
  if (having('loseReply') === undefined) return response;
  discard(response);
  return lost;
}

function die(kill: Kill, response?: WireResponse): WireResponse {
  if (response !== undefined) discard(response);
  kill?.();
  return lost;
}

/** A request whose body is a stream can be applied twice only once it was read. */
async function twice(request: WireRequest): Promise<[WireRequest, WireRequest]> {
  if (request.stream === undefined) return [request, request];
  const bytes = await buffer(request.stream);
  const copy = (): WireRequest => ({ ...request, stream: Readable.from([bytes]) });
  return [copy(), copy()];
}

/** Nobody reads this answer; what it holds open must be closed. */
function discard({ body }: WireResponse): void {
  if (body instanceof Readable) body.destroy();
}

function textOf({ path, query, body }: WireRequest): string {
  return `${path}?${query.toString()}\n${body.toString('utf8')}`;
}
