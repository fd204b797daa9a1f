import type { WireRequest, WireResponse } from '../service.ts';

export interface CorsConfiguration {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge: number | undefined;
}

/** An API with CORS answers preflight requests itself, before any route. */
export function corsPreflight(cors: CorsConfiguration | undefined, request: WireRequest): WireResponse | undefined {
  if (cors === undefined || request.method !== 'OPTIONS') return undefined;
  if (request.headers['access-control-request-method'] === undefined) return undefined;
  const origin = allowedOrigin(cors, request);
  if (origin === undefined) return { status: 204, headers: {}, body: '' };
  return {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      ...(cors.allowMethods.length > 0 && { 'access-control-allow-methods': cors.allowMethods.join(',') }),
      ...(cors.allowHeaders.length > 0 && { 'access-control-allow-headers': cors.allowHeaders.join(',') }),
      ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
      ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
    },
    body: '',
  };
}

/** The API's own CORS headers replace those of the integration. */
export function withCors(
  cors: CorsConfiguration | undefined,
  request: WireRequest,
  response: WireResponse,
): WireResponse {
  if (cors === undefined) return response;
  const kept = Object.entries(response.headers).filter(([name]) => !name.toLowerCase().startsWith('access-control-'));
  const origin = allowedOrigin(cors, request);
  return {
    ...response,
    headers: {
      ...Object.fromEntries(kept),
      ...(origin !== undefined && { 'access-control-allow-origin': origin }),
      ...(origin !== undefined &&
        cors.exposeHeaders.length > 0 && { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
      ...(origin !== undefined && cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
    },
  };
}

function allowedOrigin(cors: CorsConfiguration, request: WireRequest): string | undefined {
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  if (cors.allowOrigins.includes('*')) return '*';
  return cors.allowOrigins.includes(origin) ? origin : undefined;
}
