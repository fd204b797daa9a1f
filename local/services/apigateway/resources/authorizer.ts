import { identifier, list, text } from './property.ts';
import type { ResourceType } from '../../../template/resource-type.ts';

export const authorizer: ResourceType = {
  properties: { ApiId: true, AuthorizerType: true, IdentitySource: true, JwtConfiguration: true, Name: true },
  create(resource, { httpApis }) {
    const { AuthorizerType, IdentitySource, JwtConfiguration } = resource.properties;
    if (AuthorizerType !== 'JWT') throw new Error(`An authorizer of type ${String(AuthorizerType)} is not simulated`);
    const jwt = JwtConfiguration as { readonly Issuer: string; readonly Audience?: string[] };
    const sources = list(IdentitySource);
    const id = identifier(resource);
    httpApis.api(text(resource, 'ApiId')).authorizers.set(id, {
      name: text(resource, 'Name'),
      issuer: jwt.Issuer,
      audience: list(jwt.Audience),
      identitySources: sources.length === 0 ? ['$request.header.Authorization'] : sources,
    });
    return { ref: id, attributes: { AuthorizerId: id } };
  },
};
