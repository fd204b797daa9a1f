import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cancel } from '../local/clock/clock.ts';
import type { RetryStrategy } from './direct-client.ts';

/** The world as one simulated execution environment perceives it. */
export interface Habitat {
  /** Its own clock, skew included; milliseconds since the epoch. */
  now(): number;
  /** Runs `task` on virtual time, unless the environment has died by then. */
  after(milliseconds: number, task: () => void): Cancel;
  random(): number;
  uuid(): string;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** A structured log line. */
  log(level: string, message: string, fields: Readonly<Record<string, unknown>>): void;
  /** The environment's own memory of failed AWS calls, made at its first one. */
  retries(make: () => RetryStrategy): RetryStrategy;
  /** Sends an AWS request and resolves with its answer; never settles once the environment is dead. */
  request(request: AwsRequest): Promise<AwsResponse>;
}

/** An SDK request before signing, as the request handler gets it. */
export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Signing name of the service. */
  readonly service: string;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Follows a handler through its awaits, into the SDK and Powertools, so that their clocks are the environment's. */
export const habitats = new AsyncLocalStorage<Habitat>();

export function habitat(): Habitat {
  const current = habitats.getStore();
  if (current === undefined) throw new Error('Handler code ran outside its simulated environment');
  return current;
}
