import { Duration } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
  type CorsPreflightOptions,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CallerLimit } from './caller-limit.ts';
import { GradualDeployment } from './gradual-deployment.ts';
import { NodeFunction, type NodeFunctionProps } from './node-function.ts';
import { logRetentionOf, removalPolicyOf, stageOf } from './stage.ts';

/**
 * Who may call: `iam` trusts signed callers to name the customer, `jwt` takes the customer from the token's `sub`,
 * `none` asks nobody and is for the local stage.
 */
export type Authentication =
  | { readonly kind: 'iam' }
  | { readonly kind: 'jwt'; readonly issuer: string; readonly audience: readonly string[] }
  | { readonly kind: 'none' };

export interface HttpEndpointsProps {
  readonly authentication: Authentication;
  /**
   * Requests a second and at once before the API answers 429.
   *
   * @default - 200 a second, bursts of 400
   */
  readonly throttle?: { readonly rateLimit: number; readonly burstLimit: number };
  /**
   * Requests a minute that each caller may make before it, and nobody else, is answered 429.
   *
   * @default - no limit of each caller: one that floods the API takes from all
   */
  readonly callerLimit?: number;
  /**
   * Origins whose pages may call.
   *
   * @default - none: browsers are refused
   */
  readonly allowedOrigins?: readonly string[];
}

/** An HTTP API (payload 2.0) with one function per route, throttled, logged, and closed unless told otherwise. */
export class HttpEndpoints extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  private readonly authentication: Authentication;
  private readonly authorizer: IHttpRouteAuthorizer;
  private readonly callerLimit: CallerLimit | undefined;
  /** In prod routes call aliases, so that new code can take over gradually. */
  private readonly aliases: Map<NodeFunction, Alias> | undefined;

  constructor(scope: Construct, id: string, props: HttpEndpointsProps) {
    super(scope, id);
    this.authentication = props.authentication;
    this.authorizer = authorizerOf(props.authentication);
    if (stageOf(this) === 'prod') this.aliases = new Map();
    if (props.callerLimit !== undefined)
      this.callerLimit = new CallerLimit(this, 'CallerLimit', { requestsPerMinute: props.callerLimit });
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false, corsPreflight: cors(props.allowedOrigins) });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: logRetentionOf(this),
      removalPolicy: removalPolicyOf(this),
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: props.throttle ?? { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(accessLogFormat),
      },
    });
  }

  /** With a slash at its end. By the API's own word, not put together from its id: a simulator serves it elsewhere. */
  get url(): string {
    return `${this.api.apiEndpoint}/`;
  }

  /** Answers a route with a function of its own. */
  add(method: 'GET' | 'POST', path: string, props: NodeFunctionProps): NodeFunction {
    const id = routeId(method, path);
    const fn = new NodeFunction(this, id, props);
    fn.setEnvironment('apiAuthentication', this.authentication.kind);
    this.callerLimit?.connect(fn);
    this.api.addRoutes({
      path,
      methods: [HttpMethod[method]],
      integration: new HttpLambdaIntegration(`${id}Integration`, this.targetOf(fn), { timeout: Duration.seconds(29) }),
      authorizer: this.authorizer,
    });
    return fn;
  }

  /**
   * In prod, lets new code take over gradually, and gives way to the old if its function's alarm rings meanwhile. Call it
   * last, when all routes and alarms are there.
   */
  deployGradually(alarms: ReadonlyMap<NodeFunction, IAlarm>): void {
    if (this.aliases === undefined) return;
    const gradual = new GradualDeployment(this, 'Gradual');
    for (const [fn, alias] of this.aliases) {
      const alarm = alarms.get(fn);
      gradual.shift(alias, alarm === undefined ? [] : [alarm]);
    }
  }

  private targetOf(fn: NodeFunction): IFunction {
    if (this.aliases === undefined) return fn.function;
    const alias = GradualDeployment.aliasOf(fn);
    this.aliases.set(fn, alias);
    return alias;
  }
}

/** No query strings and no headers: they may carry what a log must not. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
});

function authorizerOf(authentication: Authentication): IHttpRouteAuthorizer {
  switch (authentication.kind) {
    case 'iam':
      return new HttpIamAuthorizer();
    case 'jwt':
      return new HttpJwtAuthorizer('Jwt', authentication.issuer, { jwtAudience: [...authentication.audience] });
    case 'none':
      return new HttpNoneAuthorizer();
  }
}

function cors(origins: readonly string[] | undefined): { corsPreflight?: CorsPreflightOptions }['corsPreflight'] {
  if (origins === undefined || origins.length === 0) return undefined;
  const headers = ['authorization', 'content-type', 'idempotency-key', 'x-correlation-id'];
  return {
    allowOrigins: [...origins],
    allowHeaders: headers,
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
    maxAge: Duration.hours(1),
  };
}

/** `POST /orders/{id}/cancellation` → `PostOrdersIdCancellation`. */
function routeId(method: string, path: string): string {
  const words = [method.toLowerCase(), ...path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
