import type { ResourceType } from '../../template/resource-type.ts';
import type { Authorizer, HttpApi, Stage, Throttle } from './http-api.ts';

/** HTTP APIs by CloudFormation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html */
export const apiGatewayResources: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {
    properties: {
      Name: true,
      ProtocolType: true,
      CorsConfiguration: true,
      Description: 'shown in the console only',
      Tags: 'no cost is allocated',
    },
    create({ properties, physicalName }, { httpApis }) {
      if (properties['ProtocolType'] !== 'HTTP')
        throw new Error(`ProtocolType ${String(properties['ProtocolType'])} is not simulated`);
      const id = hash(physicalName(64));
      const cors = properties['CorsConfiguration'] as Record<string, unknown> | undefined;
      const api: HttpApi = {
        id,
        name: (properties['Name'] as string | undefined) ?? id,
        cors: cors && {
          allowOrigins: list(cors['AllowOrigins']),
          allowMethods: list(cors['AllowMethods']),
          allowHeaders: list(cors['AllowHeaders']),
          exposeHeaders: list(cors['ExposeHeaders']),
          allowCredentials: cors['AllowCredentials'] === true,
          maxAge: cors['MaxAge'] as number | undefined,
        },
        routes: new Map(),
        integrations: new Map(),
        authorizers: new Map(),
        stages: new Map(),
      };
      httpApis.apis.set(id, api);
      const { region } = httpApis.surroundings;
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com` } };
    },
  },
  'AWS::ApiGatewayV2::Integration': {
    properties: {
      ApiId: true,
      IntegrationType: true,
      IntegrationUri: true,
      PayloadFormatVersion: true,
      TimeoutInMillis: true,
    },
    create({ properties, physicalName }, { httpApis }) {
      const type = `${String(properties['IntegrationType'])} with payload ${String(properties['PayloadFormatVersion'])}`;
      if (type !== 'AWS_PROXY with payload 2.0') throw new Error(`Integration ${type} is not simulated`);
      const id = hash(physicalName(64));
      httpApis.api(String(properties['ApiId'])).integrations.set(id, {
        functionArn: functionArnOf(String(properties['IntegrationUri'])),
        timeoutMilliseconds: Number(properties['TimeoutInMillis'] ?? 30_000),
      });
      return { ref: id };
    },
  },
  'AWS::ApiGatewayV2::Route': {
    properties: {
      ApiId: true,
      RouteKey: true,
      Target: true,
      AuthorizationType: true,
      AuthorizerId: true,
      AuthorizationScopes: true,
    },
    create({ properties, physicalName }, { httpApis }) {
      const id = hash(physicalName(64));
      const key = String(properties['RouteKey']);
      httpApis.api(String(properties['ApiId'])).routes.set(key, {
        key,
        integrationId: (properties['Target'] as string | undefined)?.replace('integrations/', ''),
        authorization: (properties['AuthorizationType'] ?? 'NONE') as 'NONE',
        authorizerId: properties['AuthorizerId'] as string | undefined,
        scopes: list(properties['AuthorizationScopes']),
      });
      return { ref: id };
    },
  },
  'AWS::ApiGatewayV2::Authorizer': {
    properties: {
      ApiId: true,
      AuthorizerType: true,
      JwtConfiguration: true,
      IdentitySource: 'the Authorization header, the only one simulated',
      Name: true,
    },
    create({ properties, physicalName }, { httpApis }) {
      if (properties['AuthorizerType'] !== 'JWT')
        throw new Error(`Authorizer ${String(properties['AuthorizerType'])} is not simulated`);
      const id = hash(physicalName(64));
      const jwt = properties['JwtConfiguration'] as { Issuer: string; Audience: string[] };
      const authorizer: Authorizer = { name: String(properties['Name']), issuer: jwt.Issuer, audience: jwt.Audience };
      httpApis.api(String(properties['ApiId'])).authorizers.set(id, authorizer);
      return { ref: id };
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    properties: {
      ApiId: true,
      StageName: true,
      AutoDeploy: 'changes are always deployed at once',
      DefaultRouteSettings: true,
      RouteSettings: true,
      AccessLogSettings: true,
      StageVariables: true,
      Tags: 'no cost is allocated',
    },
    create({ properties }, { httpApis }) {
      const name = String(properties['StageName']);
      const log = properties['AccessLogSettings'] as { DestinationArn: string; Format: string } | undefined;
      const routes = (properties['RouteSettings'] ?? {}) as Record<string, unknown>;
      const stage: Stage = {
        name,
        throttle: throttle(properties['DefaultRouteSettings']),
        routeThrottles: Object.fromEntries(
          Object.entries(routes).flatMap(([key, settings]) => {
            const found = throttle(settings);
            return found === undefined ? [] : [[key, found]];
          }),
        ),
        accessLog: log && {
          logGroup: log.DestinationArn.replace(/^.*:log-group:/, '').replace(/:\*$/, ''),
          format: log.Format,
        },
        variables: (properties['StageVariables'] ?? {}) as Record<string, string>,
      };
      httpApis.api(String(properties['ApiId'])).stages.set(name, stage);
      return { ref: name };
    },
  },
};

function throttle(settings: unknown): Throttle | undefined {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = (settings ?? {}) as Record<string, unknown>;
  return rate === undefined && burst === undefined
    ? undefined
    : { rate: Number(rate ?? 10_000), burst: Number(burst ?? 5000) };
}

/** Either the function's ARN, or the ARN of Lambda's invoke action on it. */
function functionArnOf(uri: string): string {
  return /functions\/(arn:.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function list(value: unknown): string[] {
  return (value as string[] | undefined) ?? [];
}

/** Ten letters and digits, as API ids have. */
function hash(text: string): string {
  let value = 0n;
  for (const character of text) value = (value * 131n + BigInt(character.codePointAt(0)!)) % 36n ** 10n;
  return value.toString(36).padStart(10, '0');
}
