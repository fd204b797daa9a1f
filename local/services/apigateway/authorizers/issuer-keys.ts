import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Clock } from '../../../clock/clock.ts';
import type { Journal } from '../../service.ts';

/** API Gateway keeps an issuer's keys for up to two hours. */
const lifeMilliseconds = 2 * 3600 * 1000;
/** A key that is not among them may be new: they are fetched again, but not for every bad token. */
const refetchMilliseconds = 60_000;

interface KeySet {
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly fetchedAt: number;
}

export interface IssuerPorts {
  readonly clock: Clock;
  readonly journal: Journal;
  /** GETs a JSON document; rejects where there is none. */
  fetchJson(url: string): Promise<unknown>;
}

/** The public keys of token issuers, by OpenID Connect discovery. */
export class IssuerKeys {
  readonly #ports: IssuerPorts;
  readonly #sets = new Map<string, Promise<KeySet>>();

  constructor(ports: IssuerPorts) {
    this.#ports = ports;
  }

  /** @returns the key, or why there is none */
  async find(issuer: string, keyId: string): Promise<{ readonly key: KeyObject } | string> {
    try {
      let set = await this.#current(issuer, lifeMilliseconds);
      if (!set.keys.has(keyId)) set = await this.#current(issuer, refetchMilliseconds);
      const key = set.keys.get(keyId);
      return key === undefined ? 'unable to find the key of the token among those of its issuer' : { key };
    } catch (error) {
      this.#ports.journal({ service: 'apigateway', event: 'issuer-unreachable', resource: issuer, error });
      return 'OIDC discovery endpoint communication error';
    }
  }

  async #current(issuer: string, longest: number): Promise<KeySet> {
    const known = this.#sets.get(issuer);
    if (known !== undefined && (await known).fetchedAt + longest > this.#ports.clock.now()) return known;
    const fetched = this.#fetch(issuer);
    this.#sets.set(issuer, fetched);
    // A failure is not remembered: the next token tries again.
    fetched.catch(() => this.#sets.delete(issuer));
    return fetched;
  }

  async #fetch(issuer: string): Promise<KeySet> {
    const fetchedAt = this.#ports.clock.now();
    const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { jwks_uri: location } = (await this.#ports.fetchJson(discovery)) as { jwks_uri: string };
    const { keys } = (await this.#ports.fetchJson(location)) as { keys: (JsonWebKey & { kid?: string })[] };
    const rsa = keys.filter(({ kty, kid }) => kty === 'RSA' && kid !== undefined);
    return {
      keys: new Map(rsa.map((jwk) => [jwk.kid!, createPublicKey({ key: jwk, format: 'jwk' })])),
      fetchedAt,
    };
  }
}
