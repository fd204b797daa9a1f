import type { CorsConfiguration } from './cors.ts';

export interface Authorizer {
  readonly name: string;
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface Route {
  /** `POST /orders`, `GET /orders/{id}`, `$default` */
  readonly key: string;
  readonly integrationId: string | undefined;
  readonly authorization: 'NONE' | 'AWS_IAM' | 'JWT';
  readonly authorizerId: string | undefined;
  readonly scopes: readonly string[];
}

export interface Integration {
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

export interface Throttle {
  /** Requests a second. */
  readonly rate: number;
  readonly burst: number;
}

export interface Stage {
  readonly name: string;
  readonly throttle: Throttle | undefined;
  readonly routeThrottles: Readonly<Record<string, Throttle>>;
  readonly accessLog: { readonly logGroup: string; readonly format: string } | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

export interface HttpApi {
  readonly id: string;
  readonly name: string;
  readonly cors: CorsConfiguration | undefined;
  readonly routes: Map<string, Route>;
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, Authorizer>;
  readonly stages: Map<string, Stage>;
}
