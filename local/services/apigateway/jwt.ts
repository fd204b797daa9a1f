import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Clock } from '../../clock/clock.ts';
import type { Authorizer } from './http-api.ts';

export interface JwtPorts {
  readonly clock: Clock;
  /** GETs a JSON document of an issuer; rejects where there is none. */
  fetchJson(url: string): Promise<unknown>;
}

export type Claims = Readonly<Record<string, unknown>>;

/** API Gateway keeps an issuer's keys for up to two hours. */
const keysLifeMilliseconds = 2 * 3600 * 1000;

interface KeySet {
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly until: number;
}

const keySets = new WeakMap<Authorizer, KeySet>();

/**
 * The claims of a token that holds: RS256 under one of the issuer's published keys, issuer, audience and times right
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html). Undefined otherwise.
 */
export async function verifyToken(token: string, authorizer: Authorizer, ports: JwtPorts): Promise<Claims | undefined> {
  const [head, payload, signature, ...rest] = token.split('.');
  if (head === undefined || payload === undefined || signature === undefined || rest.length > 0) return undefined;
  const header = decoded(head);
  const claims = decoded(payload);
  if (header?.['alg'] !== 'RS256' || typeof header['kid'] !== 'string' || claims === undefined) return undefined;
  const key = (await issuerKeys(authorizer, ports)).get(header['kid']);
  if (key === undefined) return undefined;
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
    return undefined;
  return claimsHold(claims, authorizer, ports.clock.now() / 1000) ? claims : undefined;
}

function claimsHold(claims: Claims, { issuer, audience }: Authorizer, now: number): boolean {
  const audiences = [claims['aud'] ?? claims['client_id']].flat();
  return (
    claims['iss'] === issuer &&
    audiences.some((name) => audience.includes(String(name))) &&
    typeof claims['exp'] === 'number' &&
    claims['exp'] > now &&
    notBefore(claims['nbf'], now) &&
    notBefore(claims['iat'], now)
  );
}

function notBefore(claim: unknown, now: number): boolean {
  return claim === undefined || (typeof claim === 'number' && claim <= now);
}

async function issuerKeys(authorizer: Authorizer, ports: JwtPorts): Promise<ReadonlyMap<string, KeyObject>> {
  const known = keySets.get(authorizer);
  if (known !== undefined && known.until > ports.clock.now()) return known.keys;
  const configuration = (await ports.fetchJson(
    `${authorizer.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  )) as { jwks_uri: string };
  const { keys } = (await ports.fetchJson(configuration.jwks_uri)) as { keys: (JsonWebKey & { kid: string })[] };
  const byId = new Map(keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
  keySets.set(authorizer, { keys: byId, until: ports.clock.now() + keysLifeMilliseconds });
  return byId;
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
