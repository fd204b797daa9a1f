import { expect, test } from 'vitest';
import { apiGatewayResources } from '../../../local/services/apigateway/resources.ts';
import { provision } from '../../../local/template/provision.ts';
import { accountId, functionArn, scene } from './scene.ts';
import type { Cloud } from '../../../local/services/cloud.ts';

const ApiId = { Ref: 'Api' };
const base = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Orders', ProtocolType: 'HTTP' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: functionArn,
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 29_000,
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId,
      RouteKey: 'GET /orders',
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    },
  },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId, StageName: '$default', AutoDeploy: true } },
};

async function deploy(resources: object = {}, options: { endpoint?: string } = {}) {
  const { apis } = scene({ routes: [], ...options });
  apis.apis.clear();
  const Outputs = { Id: { Value: ApiId }, Endpoint: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } };
  const { outputs } = await provision(
    { Resources: { ...base, ...resources }, Outputs },
    { httpApis: apis } as Cloud,
    apiGatewayResources,
    { stackName: 'Shop', accountId, region: 'us-east-1' },
  );
  return { apis, id: outputs['Id']!, endpoint: outputs['Endpoint']!, api: apis.api(outputs['Id']!) };
}

const get = { method: 'GET', path: '/orders', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) };

test('an API of the template answers with its function', async () => {
  const { apis, id, endpoint } = await deploy();
  expect(id).toMatch(/^[a-z0-9]{10}$/);
  expect(endpoint).toBe(`https://${id}.execute-api.us-east-1.amazonaws.com`);
  expect((await apis.handle(id, get)).status).toBe(200);
  expect((await deploy()).id).toBe(id);
});

test('the first API tells where it is served, any other the name that AWS would give it', async () => {
  const Other = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'other', ProtocolType: 'HTTP' } };
  const { apis } = await deploy({ Other }, { endpoint: 'http://127.0.0.1:3000' });
  const [first, second] = [...apis.apis.keys()];
  expect(apis.endpointOf(first!)).toBe('http://127.0.0.1:3000');
  expect(apis.endpointOf(second!)).toBe(`https://${second}.execute-api.us-east-1.amazonaws.com`);
});

test('the settings of a stage count', async () => {
  const Properties = {
    ApiId,
    StageName: '$default',
    DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 0 },
    RouteSettings: { 'POST /orders': { ThrottlingBurstLimit: 7 } },
    AccessLogSettings: {
      DestinationArn: `arn:aws:logs:us-east-1:${accountId}:log-group:access:*`,
      Format: '$context.status',
    },
    StageVariables: { colour: 'blue' },
  };
  const { apis, id, api } = await deploy({ Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties } });
  expect((await apis.handle(id, get)).status).toBe(429);
  expect(api.stages.get('$default')).toMatchObject({
    routeThrottles: { 'POST /orders': { rate: 10_000, burst: 7 } },
    accessLog: { logGroup: 'access', format: '$context.status' },
    variables: { colour: 'blue' },
  });
});

test('a route may ask for a token', async () => {
  const { apis, id } = await deploy({
    Jwt: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId,
        Name: 'Jwt',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://issuer', Audience: ['shop'] },
      },
    },
    Route: {
      ...base.Route,
      Properties: { ...base.Route.Properties, AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Jwt' } },
    },
  });
  expect((await apis.handle(id, get)).status).toBe(401);
});

const changed = (name: keyof typeof base, properties: object) => ({
  [name]: { ...base[name], Properties: { ...base[name].Properties, ...properties } },
});

test.each([
  ['a WebSocket API', changed('Api', { ProtocolType: 'WEBSOCKET' }), 'ProtocolType WEBSOCKET is not simulated'],
  [
    'an HTTP integration',
    changed('Integration', { IntegrationType: 'HTTP_PROXY' }),
    'type HTTP_PROXY is not simulated',
  ],
  ['a service integration', changed('Integration', { IntegrationSubtype: 'SQS-SendMessage' }), 'SQS-SendMessage'],
  [
    'a function authorizer',
    changed('Route', { AuthorizationType: 'CUSTOM' }),
    'AuthorizationType CUSTOM is not simulated',
  ],
  ['an unknown method', changed('Route', { RouteKey: 'FETCH /orders' }), 'RouteKey must be'],
  ['a timeout over 30 s', changed('Integration', { TimeoutInMillis: 30_001 }), 'TimeoutInMillis must be 50 to 30000'],
  [
    'any origin with credentials',
    changed('Api', { CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: true } }),
    'AllowCredentials needs origins by name',
  ],
  ['an OpenAPI body', changed('Api', { Body: {} }), 'property Body'],
])('%s is refused by name', async (_title, resources, why) => {
  await expect(deploy(resources)).rejects.toThrow(why);
});
