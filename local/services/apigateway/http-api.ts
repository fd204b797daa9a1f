import type { CorsConfiguration } from './cors.ts';

/** A JWT authorizer. */
export interface Authorizer {
  readonly name: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Where the token is, in order of preference: `$request.header.Authorization`, `$request.querystring.token`. */
  readonly identitySources: readonly string[];
}

export interface Route {
  /** `POST /orders`, `GET /orders/{id}`, `$default` */
  readonly key: string;
  readonly integrationId: string | undefined;
  readonly authorization: 'NONE' | 'AWS_IAM' | 'JWT';
  readonly authorizerId: string | undefined;
  /** Scopes of which a token must have one; none if empty. */
  readonly scopes: readonly string[];
}

/** A function behind a route. */
export interface Integration {
  readonly functionArn: string;
  readonly payloadVersion: '1.0' | '2.0';
  /** 50 to 30,000. */
  readonly timeoutMilliseconds: number;
  /** The role on whose rights the function is invoked; the API's own right, by the function's policy, unless given. */
  readonly roleArn: string | undefined;
}

export interface Throttle {
  /** Requests a second. */
  readonly rate: number;
  readonly burst: number;
}

export interface Stage {
  readonly name: string;
  /** For each route that has none of its own. */
  readonly throttle: Throttle | undefined;
  /** By route key. */
  readonly routeThrottles: Readonly<Record<string, Throttle>>;
  readonly accessLog: { readonly logGroup: string; readonly format: string } | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

export interface HttpApi {
  readonly id: string;
  readonly name: string;
  readonly cors: CorsConfiguration | undefined;
  /** By key. */
  readonly routes: Map<string, Route>;
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, Authorizer>;
  /** By name. */
  readonly stages: Map<string, Stage>;
}
