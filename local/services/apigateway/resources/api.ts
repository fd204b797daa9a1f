import { identifier, list, text } from './property.ts';
import type { Resource, ResourceType } from '../../../template/resource-type.ts';
import type { CorsConfiguration } from '../cors.ts';

interface CorsProperties {
  readonly AllowOrigins?: string[];
  readonly AllowMethods?: string[];
  readonly AllowHeaders?: string[];
  readonly ExposeHeaders?: string[];
  readonly AllowCredentials?: boolean;
  readonly MaxAge?: number | string;
}

export const api: ResourceType = {
  properties: {
    CorsConfiguration: true,
    Description: 'shown in the console only',
    DisableExecuteApiEndpoint: 'an API is reached through the port that serves it',
    IpAddressType: 'only the loopback interface is served',
    Name: true,
    ProtocolType: true,
    RouteSelectionExpression: true,
    Tags: 'no cost is allocated',
    Version: 'shown in the console only',
  },
  create(resource, { httpApis }) {
    const { ProtocolType, RouteSelectionExpression: selection } = resource.properties;
    if (ProtocolType !== 'HTTP') throw new Error(`ProtocolType ${String(ProtocolType)} is not simulated`);
    if (selection !== undefined && selection !== '$request.method $request.path')
      throw new Error(
        `RouteSelectionExpression must be $request.method $request.path, got ${JSON.stringify(selection)}`,
      );
    const id = identifier(resource);
    const maps = { routes: new Map(), integrations: new Map(), authorizers: new Map(), stages: new Map() };
    httpApis.apis.set(id, { id, name: text(resource, 'Name'), cors: cors(resource), ...maps });
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: httpApis.endpointOf(id) } };
  },
};

function cors({ properties }: Resource): CorsConfiguration | undefined {
  const given = properties['CorsConfiguration'] as CorsProperties | undefined;
  if (given === undefined) return undefined;
  const allowOrigins = list(given.AllowOrigins);
  const allowCredentials = String(given.AllowCredentials) === 'true';
  if (allowCredentials && allowOrigins.includes('*'))
    throw new Error('CorsConfiguration: AllowCredentials needs origins by name, got AllowOrigins *');
  return {
    allowOrigins,
    allowMethods: list(given.AllowMethods),
    allowHeaders: list(given.AllowHeaders),
    exposeHeaders: list(given.ExposeHeaders),
    allowCredentials,
    maxAge: given.MaxAge === undefined ? undefined : Number(given.MaxAge),
  };
}
