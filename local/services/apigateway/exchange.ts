import type { WireRequest } from '../service.ts';
import type { HttpApi, Stage } from './http-api.ts';
import type { Match } from './routes.ts';

/** One request on its way through an API, with what becomes known of it. */
export interface Exchange {
  readonly api: HttpApi;
  readonly request: WireRequest;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Decoded, with the stage in front unless that is `$default`. */
  readonly rawPath: string;
  readonly stage: Stage | undefined;
  readonly match: Match | undefined;
  /** `requestContext.authorizer`. */
  authorizer?: object;
  authorizerError?: string;
  claims?: Readonly<Record<string, string>>;
  integration?: { status?: number; latency?: number; error?: string };
}

/** An exchange that has a stage and a route. */
export type Routed = Exchange & { readonly stage: Stage; readonly match: Match };

/** `12/Mar/2026:19:03:58 +0000` */
export function requestTime(milliseconds: number): string {
  const [, day, month, year, time] = new Date(milliseconds).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

/** The host that was called; the one AWS would give the API where the request names none. */
export function domainName({ api, request }: Exchange, region: string): string {
  return request.headers['host']?.replace(/:\d+$/, '') ?? `${api.id}.execute-api.${region}.amazonaws.com`;
}
