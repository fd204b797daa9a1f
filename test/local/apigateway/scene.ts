import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { HttpApis, type HttpApiPorts } from '../../../local/services/apigateway/http-apis.ts';
import { Iam } from '../../../local/services/iam/iam.ts';
import type { CorsConfiguration } from '../../../local/services/apigateway/cors.ts';
import type { Integration, Route, Stage } from '../../../local/services/apigateway/http-api.ts';
import type { Caller, JournalEntry, WireRequest, WireResponse } from '../../../local/services/service.ts';

export const accountId = '123456789012';
export const functionArn = `arn:aws:lambda:us-east-1:${accountId}:function:orders`;
export const apiId = 'a1b2c3d4e5';

export interface SceneOptions {
  readonly routes: readonly (string | (Partial<Route> & { readonly key: string }))[];
  readonly stages?: readonly Partial<Stage>[];
  readonly integration?: Partial<Integration>;
  readonly cors?: Partial<CorsConfiguration>;
  /** What the function does: returns its result, or a promise of what Lambda answers. */
  readonly handler?: (event: any) => unknown; // eslint-disable-line typescript/no-explicit-any
  readonly invoke?: HttpApiPorts['invoke'];
  readonly fetchJson?: HttpApiPorts['fetchJson'];
  readonly endpoint?: string;
}

export interface Scene {
  readonly clock: VirtualClock;
  readonly iam: Iam;
  readonly apis: HttpApis;
  readonly journal: JournalEntry[];
  readonly events: Event[];
  readonly callers: Caller[];
  readonly logs: [string, string][];
  send(method: string, path: string, parts?: Parts): Promise<WireResponse>;
}

/** An event of either format, as tests look at it. */
// eslint-disable-next-line typescript/no-explicit-any
type Event = Record<string, any>;

export interface Parts {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** An API with one function behind all its routes. */
export function scene(options: SceneOptions): Scene {
  const clock = new VirtualClock();
  const journal: JournalEntry[] = [];
  const surroundings = {
    clock,
    random: seededRandom(1),
    accountId,
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    journal: (entry: JournalEntry) => journal.push(entry),
  };
  const iam = new Iam(surroundings);
  const [events, callers, logs]: [Event[], Caller[], [string, string][]] = [[], [], []];
  const ports: HttpApiPorts = {
    signingKey: (accessKeyId) => iam.signingKey(accessKeyId),
    authorizerFor: (caller) => iam.authorizerFor(caller),
    identityOf: (caller) => iam.identityOf(caller),
    fetchJson: options.fetchJson ?? (() => Promise.reject(new Error('no issuer'))),
    log: (group, line) => logs.push([group, line]),
    invoke:
      options.invoke ??
      (async (_arn, event, caller) => {
        events.push(event);
        callers.push(caller);
        return { payload: JSON.stringify(options.handler?.(event) ?? { statusCode: 200 }), failed: false };
      }),
  };
  const { endpoint } = options;
  const apis = new HttpApis(surroundings, ports, endpoint === undefined ? {} : { endpoint });
  provide(apis, options);
  const send = (method: string, path: string, { headers = {}, body = '' }: Parts = {}): Promise<WireResponse> => {
    const [before = '', rawQuery = ''] = path.split('?');
    const request: WireRequest = {
      method,
      path: before,
      query: new URLSearchParams(rawQuery),
      rawQuery,
      headers: { host: 'api.example.com', ...headers },
      body: Buffer.from(body as string),
    };
    return apis.handle(apiId, request);
  };
  return { clock, iam, apis, journal, events, callers, logs, send };
}

function provide(apis: HttpApis, { routes, stages = [{}], integration, cors }: SceneOptions): void {
  const noCors = { allowOrigins: [], allowMethods: [], allowHeaders: [], exposeHeaders: [], allowCredentials: false };
  apis.apis.set(apiId, {
    id: apiId,
    name: 'Orders',
    cors: cors && { ...noCors, maxAge: undefined, ...cors },
    routes: new Map(),
    integrations: new Map([
      ['i', { functionArn, payloadVersion: '2.0', timeoutMilliseconds: 30_000, roleArn: undefined, ...integration }],
    ]),
    authorizers: new Map([
      [
        'jwt',
        {
          name: 'Jwt',
          issuer: 'https://issuer.example.com',
          audience: ['shop'],
          identitySources: ['$request.header.Authorization', '$request.querystring.token'],
        },
      ],
    ]),
    stages: new Map(
      stages.map((stage) => [
        stage.name ?? '$default',
        {
          name: '$default',
          throttle: undefined,
          routeThrottles: {},
          accessLog: undefined,
          variables: {},
          ...stage,
        },
      ]),
    ),
  });
  for (const given of routes) {
    const route = typeof given === 'string' ? { key: given } : given;
    const open = { integrationId: 'i', authorization: 'NONE', authorizerId: undefined, scopes: [] } as const;
    apis.putRoute(apiId, { ...open, ...route });
  }
}

export function json(response: WireResponse): unknown {
  return JSON.parse(response.body as string);
}
