import { verify } from 'node:crypto';
import type { Authorizer } from '../http-api.ts';
import type { Claims } from './claim-text.ts';
import type { IssuerKeys } from './issuer-keys.ts';

/** Only RSA keys are taken. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
const digests: Readonly<Record<string, string>> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' };

export type Verified = { readonly claims: Claims } | { readonly fault: string };

/**
 * Checks a token: signed by one of its issuer's published keys, for one of the audiences, and of this time.
 *
 * @param now milliseconds since the epoch
 */
export async function verifyToken(
  token: string,
  authorizer: Authorizer,
  keys: IssuerKeys,
  now: number,
): Promise<Verified> {
  const [head = '', payload = '', signature = '', ...rest] = token.split('.');
  if (signature === '' || rest.length > 0) return { fault: 'token contains an invalid number of segments' };
  const [header, claims] = [decoded(head), decoded(payload)];
  if (header === undefined || claims === undefined) return { fault: 'unable to decode the token' };
  const digest = digests[String(header['alg'])];
  if (digest === undefined) return { fault: `signing method ${String(header['alg'])} is invalid` };
  // The claims are looked at first: a foreign token must not make the API fetch anything.
  const fault = claimFault(claims, authorizer, now / 1000);
  if (fault !== undefined) return { fault };
  if (typeof header['kid'] !== 'string') return { fault: 'unable to find kid in the header of the token' };
  const found = await keys.find(authorizer.issuer, header['kid']);
  if (typeof found === 'string') return { fault: found };
  const signed = Buffer.from(`${head}.${payload}`);
  return verify(digest, signed, found.key, Buffer.from(signature, 'base64url'))
    ? { claims }
    : { fault: 'the signature of the token is invalid' };
}

function claimFault(claims: Claims, { issuer, audience }: Authorizer, now: number): string | undefined {
  if (claims['iss'] !== issuer) return 'the token does not have a valid issuer';
  const audiences = [claims['aud'] ?? claims['client_id'] ?? []].flat();
  if (!audiences.some((name) => typeof name === 'string' && audience.includes(name)))
    return 'the token does not have a valid audience';
  const { exp, nbf, iat } = claims;
  if (typeof exp !== 'number' || exp <= now) return 'the token has expired';
  if (isLater(nbf, now) || isLater(iat, now)) return 'the token is not valid yet';
  return undefined;
}

function isLater(claim: unknown, now: number): boolean {
  return claim !== undefined && !(typeof claim === 'number' && claim <= now);
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
