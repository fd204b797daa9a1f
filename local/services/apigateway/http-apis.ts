import { accessLogLine } from './access-log.ts';
import { authorize } from './authorizers/authorize.ts';
import { IssuerKeys } from './authorizers/issuer-keys.ts';
import { corsPreflight, withCors } from './cors.ts';
import { invokeIntegration, type InvocationPorts } from './invocation.ts';
import { message } from './proxy-response.ts';
import { decoded, findStage, RouteTable } from './routes.ts';
import { Throttles } from './throttles.ts';
import type { Random } from '../../clock/random.ts';
import type { IamPorts } from './authorizers/iam-authorizer.ts';
import type { Surroundings, WireRequest, WireResponse } from '../service.ts';
import type { Exchange, Routed } from './exchange.ts';
import type { HttpApi, Route } from './http-api.ts';

export interface HttpApiPorts
  extends Pick<InvocationPorts, 'invoke'>, Pick<IamPorts, 'signingKey' | 'authorizerFor' | 'identityOf'> {
  /** GETs a JSON document of a token issuer; rejects where there is none. */
  fetchJson(url: string): Promise<unknown>;
  /** Writes one line to a log group. */
  log(logGroup: string, line: string): void;
}

export interface HttpApiOptions {
  /**
   * Most that the clocks of a signer and of the API may differ by, milliseconds.
   *
   * @default 300000
   */
  readonly skewMilliseconds?: number;
  /**
   * Where the first API is served: `http://127.0.0.1:3000`.
   *
   * @default - under the name that AWS would give it
   */
  readonly endpoint?: string;
}

/** The longest body that an HTTP API takes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const longestBody = 10 * 1024 * 1024;

/** HTTP APIs (API Gateway v2) with Lambda proxy integrations. */
export class HttpApis {
  readonly surroundings: Surroundings;
  readonly apis = new Map<string, HttpApi>();
  readonly #ports: HttpApiPorts;
  readonly #skewMilliseconds: number;
  readonly #endpoint: string | undefined;
  readonly #random: Random;
  readonly #keys: IssuerKeys;
  readonly #throttles: Throttles;
  readonly #tables = new Map<string, RouteTable>();

  constructor(
    surroundings: Surroundings,
    ports: HttpApiPorts,
    { skewMilliseconds = 300_000, endpoint }: HttpApiOptions = {},
  ) {
    const { clock, journal, random } = surroundings;
    this.surroundings = surroundings;
    this.#ports = ports;
    this.#skewMilliseconds = skewMilliseconds;
    this.#endpoint = endpoint;
    this.#random = random.fork('http-apis');
    this.#keys = new IssuerKeys({ clock, journal, fetchJson: (url) => ports.fetchJson(url) });
    this.#throttles = new Throttles(clock);
  }

  /** @throws Error for an id that no API has */
  api(id: string): HttpApi {
    const api = this.apis.get(id);
    if (api === undefined) throw new Error(`There is no HTTP API ${id}`);
    return api;
  }

  /** `https://…`, without a slash at its end: the attribute `ApiEndpoint`, which is where callers reach the API. */
  endpointOf(id: string): string {
    const [first] = this.apis.keys();
    if (id === first && this.#endpoint !== undefined) return this.#endpoint;
    return `https://${id}.execute-api.${this.surroundings.region}.amazonaws.com`;
  }

  /** Adds a route, or replaces the one of its key; it counts from the next request on. */
  putRoute(apiId: string, route: Route): void {
    this.api(apiId).routes.set(route.key, route);
    this.#tables.delete(apiId);
  }

  /** Answers one request to an API. A fault of the simulator is answered 500 and reported to the journal. */
  async handle(apiId: string, request: WireRequest): Promise<WireResponse> {
    const exchange = this.#open(this.api(apiId), request);
    let response: WireResponse;
    try {
      response = await this.#answer(exchange);
    } catch (error) {
      this.surroundings.journal({ service: 'apigateway', event: 'fault', resource: apiId, error });
      response = message(500, 'Internal Server Error');
    }
    this.#report(exchange, response);
    return { ...response, headers: { 'apigw-requestid': exchange.requestId, ...response.headers } };
  }

  #open(api: HttpApi, request: WireRequest): Exchange {
    const { stage, path } = findStage(api, request.path);
    const [rawPath = '/'] = decoded(request.path).split('?');
    return {
      api,
      request,
      requestId: `${Buffer.from(this.#random.hex(22), 'hex').toString('base64url')}=`,
      startedAt: this.surroundings.clock.now(),
      rawPath,
      stage,
      match: stage && this.#table(api).find(request.method, path),
    };
  }

  #table(api: HttpApi): RouteTable {
    let table = this.#tables.get(api.id);
    if (table === undefined) this.#tables.set(api.id, (table = new RouteTable(api.routes)));
    return table;
  }

  async #answer(exchange: Exchange): Promise<WireResponse> {
    const { api, request } = exchange;
    return corsPreflight(api.cors, request) ?? withCors(api.cors, request, await this.#route(exchange));
  }

  async #route(exchange: Exchange): Promise<WireResponse> {
    if (!isRouted(exchange)) return message(404, 'Not Found');
    const { api, request, match } = exchange;
    if (request.body.length > longestBody) return message(413, 'Request Entity Too Large');
    if (!this.#throttles.admit(exchange)) return message(429, 'Too Many Requests');
    const refusal = await this.#authorize(exchange);
    if (refusal !== undefined) return refusal;
    const integration = api.integrations.get(match.route.integrationId ?? '');
    if (integration === undefined) return message(500, 'Internal Server Error');
    const { accountId, region, clock } = this.surroundings;
    const { invoke } = this.#ports;
    return invokeIntegration(exchange, integration, { accountId, region, clock, invoke });
  }

  #authorize(exchange: Routed): Promise<WireResponse | undefined> | WireResponse | undefined {
    const { accountId, region, clock } = this.surroundings;
    const { signingKey, authorizerFor, identityOf } = this.#ports;
    const skewMilliseconds = this.#skewMilliseconds;
    const own = { accountId, region, skewMilliseconds, keys: this.#keys, now: clock.now() };
    return authorize(exchange, { ...own, signingKey, authorizerFor, identityOf });
  }

  #report(exchange: Exchange, response: WireResponse): void {
    const { journal, clock, accountId, region } = this.surroundings;
    const { api, request, requestId, rawPath, match, stage, startedAt, authorizerError, integration } = exchange;
    const now = clock.now();
    journal({
      service: 'apigateway',
      event: 'answered',
      resource: api.id,
      requestId,
      method: request.method,
      path: rawPath,
      routeKey: match?.route.key ?? '-',
      status: response.status,
      milliseconds: now - startedAt,
      ...(authorizerError !== undefined && { authorizerError }),
      ...(integration?.error !== undefined && { integrationError: integration.error }),
    });
    const log = stage?.accessLog;
    if (log !== undefined)
      this.#ports.log(log.logGroup, accessLogLine(log.format, exchange, response, now, { accountId, region }));
  }
}

function isRouted(exchange: Exchange): exchange is Routed {
  return exchange.match !== undefined;
}
