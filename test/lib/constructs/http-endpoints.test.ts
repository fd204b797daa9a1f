import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { HttpEndpoints, type HttpEndpointsProps } from '../../../lib/constructs/http-endpoints.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function made(props: Partial<HttpEndpointsProps> = {}) {
  const stack = smallStack();
  const endpoints = new HttpEndpoints(stack, 'Api', { authentication: { kind: 'iam' }, ...props });
  endpoints.add('POST', '/orders/{id}/cancellation', { entry: entries.parallel });
  return templateOf(stack);
}

describe('HttpEndpoints', () => {
  test('a route asks for a signed request, and tells its function that it did', () => {
    const template = made();
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /orders/{id}/cancellation',
      AuthorizationType: 'AWS_IAM',
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ API_AUTHENTICATION: 'iam' }) },
    });
  });

  test('with jwt the token is checked by the API', () => {
    const issuer = 'https://login.example.com';
    const template = made({ authentication: { kind: 'jwt', issuer, audience: ['shop'] } });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: issuer, Audience: ['shop'] },
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT' });
  });

  test('requests are throttled, and logged without headers or query strings', () => {
    const template = made({ throttle: { rateLimit: 10, burstLimit: 20 } });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    });
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const { Format } = (stage!['Properties'] as { AccessLogSettings: { Format: string } }).AccessLogSettings;
    expect(Object.keys(JSON.parse(Format) as object)).toContain('requestId');
    expect(Format).not.toMatch(/header|queryString|authorizer/i);
  });

  test('browsers are refused unless their origin is named', () => {
    made().hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
    made({ allowedOrigins: ['https://shop.example.com'] }).hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: Match.objectLike({ AllowOrigins: ['https://shop.example.com'] }),
    });
  });
});
