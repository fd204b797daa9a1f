import type { WireRequest, WireResponse } from '../service.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export interface CorsConfiguration {
  /** Origins, `*`, or a scheme with a wildcard: `https://*`. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Seconds. */
  readonly maxAge: number | undefined;
}

/** An API with CORS answers preflight requests itself, before any route and any authorizer. */
export function corsPreflight(cors: CorsConfiguration | undefined, request: WireRequest): WireResponse | undefined {
  if (cors === undefined || request.method !== 'OPTIONS') return undefined;
  if (request.headers['access-control-request-method'] === undefined) return undefined;
  const origin = allowedOrigin(cors, request);
  if (origin === undefined) return { status: 204, headers: {}, body: '' };
  const { allowMethods, allowHeaders, allowCredentials, maxAge } = cors;
  return {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      ...(allowMethods.length > 0 && { 'access-control-allow-methods': allowMethods.join(',') }),
      ...(allowHeaders.length > 0 && { 'access-control-allow-headers': allowHeaders.join(',') }),
      ...(allowCredentials && { 'access-control-allow-credentials': 'true' }),
      ...(maxAge !== undefined && { 'access-control-max-age': String(maxAge) }),
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
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  const origin = allowedOrigin(cors, request);
  if (origin === undefined) return { ...response, headers: Object.fromEntries(kept) };
  return {
    ...response,
    headers: {
      ...Object.fromEntries(kept),
      'access-control-allow-origin': origin,
      ...(cors.exposeHeaders.length > 0 && { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
      ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
    },
  };
}

function allowedOrigin({ allowOrigins }: CorsConfiguration, request: WireRequest): string | undefined {
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  if (allowOrigins.includes('*')) return '*';
  const allowed = allowOrigins.some(
    (pattern) => pattern === origin || (pattern.endsWith('*') && origin.startsWith(pattern.slice(0, -1))),
  );
  return allowed ? origin : undefined;
}
