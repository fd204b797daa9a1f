import type { Surroundings, WireRequest, WireResponse } from '../service.ts';
import { authorize, type AuthorizerPorts } from './authorize.ts';
import { corsPreflight, withCors } from './cors.ts';
import type { HttpApi, Integration, Stage } from './http-api.ts';
import { proxyEvent } from './proxy-event.ts';
import { message, proxyResponse } from './proxy-response.ts';
import { findRoute, type Match } from './routes.ts';
import { TokenBucket } from './token-bucket.ts';

export interface HttpApiPorts extends AuthorizerPorts {
  /**
   * Runs a function for a route.
   *
   * @returns its answer's JSON text, or `failed` where the function failed
   * @throws AwsError where it cannot be run, such as for throttling or a missing permission
   */
  invoke(functionArn: string, event: object, sourceArn: string): Promise<{ payload: string } | 'failed'>;
  /** Writes one line to a log group. */
  log(logGroup: string, line: string): void;
}

/** The longest body that an HTTP API takes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const longestBody = 10 * 1024 * 1024;

/** HTTP APIs (API Gateway v2) with Lambda proxy integrations, payload format 2.0. */
export class HttpApis {
  readonly surroundings: Surroundings;
  readonly apis = new Map<string, HttpApi>();
  readonly #ports: HttpApiPorts;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(surroundings: Surroundings, ports: HttpApiPorts) {
    this.surroundings = surroundings;
    this.#ports = ports;
  }

  /** @throws Error for an id that no API has */
  api(id: string): HttpApi {
    const api = this.apis.get(id);
    if (api === undefined) throw new Error(`There is no HTTP API ${id}`);
    return api;
  }

  /** Answers one request to an API's `$default` stage. */
  async handle(apiId: string, request: WireRequest): Promise<WireResponse> {
    const api = this.api(apiId);
    const startedAt = this.surroundings.clock.now();
    const requestId = this.surroundings.random.uuid();
    const preflight = corsPreflight(api.cors, request);
    if (preflight !== undefined) return preflight;
    const match = findRoute(api.routes, request.method, request.path);
    const response = withCors(api.cors, request, await this.#answer(api, request, requestId, match));
    this.#report(api, request, match, { requestId, startedAt, response });
    return { ...response, headers: { 'apigw-requestid': requestId, ...response.headers } };
  }

  async #answer(
    api: HttpApi,
    request: WireRequest,
    requestId: string,
    match: Match | undefined,
  ): Promise<WireResponse> {
    if (match === undefined) return message(404, 'Not Found');
    if (request.body.length > longestBody) return message(413, 'Request Too Long');
    const stage = api.stages.get('$default');
    if (stage === undefined) return message(404, 'Not Found');
    if (!this.#admitted(api.id, stage, match.route.key)) return message(429, 'Too Many Requests');
    const authorized = await authorize(api, match.route, request, this.#ports);
    if ('status' in authorized) return authorized;
    const integration = api.integrations.get(match.route.integrationId ?? '');
    if (integration === undefined) return message(500, 'Internal Server Error');
    const event = proxyEvent({ api, stage, request, requestId, match, authorized, surroundings: this.surroundings });
    return this.#invoke(api, integration, event, match);
  }

  async #invoke(api: HttpApi, integration: Integration, event: object, match: Match): Promise<WireResponse> {
    const { accountId, region, clock } = this.surroundings;
    const sourceArn = `arn:aws:execute-api:${region}:${accountId}:${api.id}/$default/${match.route.key.replace(' ', '')}`;
    const timeout = new Promise<'timeout'>((resolve) => {
      clock.schedule(clock.now() + integration.timeoutMilliseconds, () => resolve('timeout'));
    });
    try {
      const result = await Promise.race([this.#ports.invoke(integration.functionArn, event, sourceArn), timeout]);
      if (result === 'timeout') return message(503, 'Service Unavailable');
      return result === 'failed' ? message(500, 'Internal Server Error') : proxyResponse(result.payload);
    } catch (error) {
      this.surroundings.journal({ service: 'apigateway', event: 'integration-failed', resource: api.id, error });
      return message(500, 'Internal Server Error');
    }
  }

  #admitted(apiId: string, stage: Stage, routeKey: string): boolean {
    const throttle = stage.routeThrottles[routeKey] ?? stage.throttle;
    if (throttle === undefined) return true;
    const key = `${apiId}/${stage.routeThrottles[routeKey] === undefined ? '*' : routeKey}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(throttle, this.surroundings.clock);
    this.#buckets.set(key, bucket);
    return bucket.take();
  }

  #report(
    api: HttpApi,
    request: WireRequest,
    match: Match | undefined,
    { requestId, startedAt, response }: { requestId: string; startedAt: number; response: WireResponse },
  ): void {
    const now = this.surroundings.clock.now();
    const routeKey = match?.route.key ?? '-';
    this.surroundings.journal({
      service: 'apigateway',
      event: 'answered',
      resource: api.id,
      requestId,
      method: request.method,
      path: request.path,
      routeKey,
      status: response.status,
      milliseconds: now - startedAt,
    });
    const accessLog = api.stages.get('$default')?.accessLog;
    if (accessLog === undefined) return;
    const values: Readonly<Record<string, string>> = {
      requestId,
      requestTime: new Date(startedAt).toUTCString(),
      routeKey,
      status: String(response.status),
      responseLatency: String(now - startedAt),
      httpMethod: request.method,
      path: request.path,
    };
    this.#ports.log(
      accessLog.logGroup,
      accessLog.format.replace(/\$context\.([A-Za-z.]+)/g, (_all, name: string) => values[name] ?? '-'),
    );
  }
}
