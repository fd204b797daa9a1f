import { identifier, list, optionalText, text } from './property.ts';
import type { Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Route } from '../http-api.ts';

export const route: ResourceType = {
  properties: {
    ApiId: true,
    AuthorizationScopes: true,
    AuthorizationType: true,
    AuthorizerId: true,
    OperationName: 'shown in the console only',
    RouteKey: true,
    Target: true,
  },
  create(resource, { httpApis }) {
    const key = text(resource, 'RouteKey');
    if (!/^(\$default|(ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*)$/.test(key))
      throw new Error(`${resource.logicalId}: RouteKey must be $default or a method and a path, got ${key}`);
    const apiId = text(resource, 'ApiId');
    if (httpApis.api(apiId).routes.has(key)) throw new Error(`${resource.logicalId}: the API has two routes ${key}`);
    httpApis.putRoute(apiId, {
      key,
      integrationId: optionalText(resource, 'Target')?.replace(/^integrations\//, ''),
      authorization: authorization(resource),
      authorizerId: optionalText(resource, 'AuthorizerId'),
      scopes: list(resource.properties['AuthorizationScopes']),
    });
    return { ref: identifier(resource), attributes: { RouteId: identifier(resource) } };
  },
};

function authorization(resource: Resource): Route['authorization'] {
  const given = optionalText(resource, 'AuthorizationType') ?? 'NONE';
  if (given === 'NONE' || given === 'AWS_IAM' || given === 'JWT') return given;
  throw new Error(`${resource.logicalId}: AuthorizationType ${given} is not simulated`);
}
