import type { Random } from '../../clock/random.ts';
import type { Caller } from '../service.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A key that signs requests, and for whom. */
export interface SigningKey {
  readonly secretAccessKey: string;
  /** Keys of roles sign only together with their token. */
  readonly sessionToken?: string;
  readonly caller: Caller;
}

/** The customary key of a developer, for whom the account's root stands. */
const developerKey = 'test';
const developerSecret = 'test';

/** Access keys of roles: the same ones for a role in every run of one seed. */
export class KeyRing {
  readonly #random: Random;
  readonly #root: Caller;
  readonly #keys = new Map<string, SigningKey>();
  readonly #issued = new Map<string, Credentials>();

  constructor(random: Random, root: Caller) {
    this.#random = random;
    this.#root = root;
    this.#keys.set(developerKey, { secretAccessKey: developerSecret, caller: root });
  }

  /** @param session each has credentials of its own */
  credentialsFor(roleArn: string, session?: string): Credentials {
    const owner = session === undefined ? roleArn : `${roleArn}/${session}`;
    const known = this.#issued.get(owner);
    if (known !== undefined) return known;
    const digits = this.#random.fork(`credentials/${owner}`);
    const accessKeyId = `ASIA${digits.hex(16).toUpperCase()}`;
    const credentials = { accessKeyId, secretAccessKey: digits.hex(40), sessionToken: digits.hex(64) };
    this.#issued.set(owner, credentials);
    this.#keys.set(accessKeyId, { ...credentials, caller: { principal: roleArn } });
    return credentials;
  }

  /** Undefined for a key that nobody was given. */
  signingKey(accessKeyId: string): SigningKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** Keys that nobody was given, such as a developer's own, count as the root's. */
  callerFor(accessKeyId: string | undefined): Caller {
    return this.#keys.get(accessKeyId ?? developerKey)?.caller ?? this.#root;
  }

  secretOf(accessKeyId: string): string {
    return this.#keys.get(accessKeyId)?.secretAccessKey ?? developerSecret;
  }
}
