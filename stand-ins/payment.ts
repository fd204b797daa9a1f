import { createHash } from 'node:crypto';
import { fingerprint, idempotencyKey, jsonBody, textField, type JsonObject } from './body.ts';
import { Provider, type OperationInput, type ProviderOptions } from './provider.ts';
import { json, problem, refuse, type Reply } from './wire.ts';
import type { Ledger } from './ledger.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * What became of a key: charged or declined at first, voided in the end, which gives a charged amount back. A key
 * that is voided before it is charged is a tombstone, without an amount.
 */
export interface Charge {
  readonly id: string;
  /** The caller's key: one charge per key, for ever. */
  readonly key: string;
  readonly status: 'charged' | 'declined' | 'voided';
  /** Minor units. */
  readonly amount?: number;
  readonly currency?: string;
  readonly customerId?: string;
  /** Why it was declined. */
  readonly reason?: string;
  /** Given back by the void, in minor units. */
  readonly refunded?: number;
  readonly createdAt: string;
  readonly voidedAt?: string;
}

interface ChargeRecord extends Charge {
  readonly fingerprint?: string;
}

/** The payment provider: `charge`, `lookup` and `void`, all by the caller's key. */
export function paymentProvider(options: ProviderOptions): Provider & { charges(): Promise<Charge[]> } {
  const payments = new Payments(options.ledgers('charges'), options.surroundings);
  const provider = new Provider(
    'payment',
    [
      { name: 'charge', method: 'POST', path: '/charges', run: (input) => payments.charge(input) },
      { name: 'lookup', method: 'GET', path: '/charges/{key}', run: ({ path }) => payments.lookup(path['key']!) },
      { name: 'void', method: 'POST', path: '/charges/{key}/void', run: ({ path }) => payments.void(path['key']!) },
    ],
    options,
  );
  return Object.assign(provider, { charges: () => payments.all() });
}

class Payments {
  readonly #ledger: Ledger<ChargeRecord>;
  readonly #surroundings: Surroundings;

  constructor(ledger: Ledger<ChargeRecord>, surroundings: Surroundings) {
    this.#ledger = ledger;
    this.#surroundings = surroundings;
  }

  /** Same key and same body: the same answer. Same key, other body: 422. A voided key: 409 `voided`, for ever. */
  async charge({ request, decline }: OperationInput): Promise<Reply> {
    const body = jsonBody(request);
    const key = chargeKey(idempotencyKey(request), body);
    const asked = { ...chargeFields(body), fingerprint: fingerprint({ ...body, key }) };
    for (;;) {
      const known = (await this.#ledger.get(key))?.value;
      if (known !== undefined) return replay(known, asked.fingerprint);
      const reason = await decline();
      const base = { id: chargeId(key), key, createdAt: this.#time(), ...asked };
      const record: ChargeRecord =
        reason === undefined ? { ...base, status: 'charged' } : { ...base, status: 'declined', reason };
      if (await this.#ledger.putIfAbsent(key, record)) return outcome(record);
    }
  }

  async lookup(key: string): Promise<Reply> {
    const known = (await this.#ledger.get(key))?.value;
    if (known === undefined) return problem(404, 'unknown-charge', `no charge under the key ${key}`);
    return json(200, shown(known));
  }

  async void(key: string): Promise<Reply> {
    for (;;) {
      const known = await this.#ledger.get(key);
      if (known?.value.status === 'voided') return json(200, shown(known.value));
      const voided = this.#voided(key, known?.value);
      const done =
        known === undefined
          ? await this.#ledger.putIfAbsent(key, voided)
          : await this.#ledger.update(key, voided, known.version);
      if (done) return json(200, shown(voided));
    }
  }

  async all(): Promise<Charge[]> {
    return (await this.#ledger.list()).map(shown);
  }

  #voided(key: string, known: ChargeRecord | undefined): ChargeRecord {
    const at = this.#time();
    if (known === undefined)
      return { id: chargeId(key), key, status: 'voided', refunded: 0, createdAt: at, voidedAt: at };
    const refunded = known.status === 'charged' ? (known.amount ?? 0) : 0;
    return { ...known, status: 'voided', refunded, voidedAt: at };
  }

  #time(): string {
    return new Date(this.#surroundings.now()).toISOString();
  }
}

function replay(known: ChargeRecord, asked: string): Reply {
  if (known.status === 'voided') {
    return problem(409, 'voided', `the key ${known.key} was voided and cannot be charged`);
  }
  if (known.fingerprint !== asked) {
    return problem(422, 'idempotency-key-reused', `the key ${known.key} was used with another body`);
  }
  return outcome(known);
}

function outcome(record: ChargeRecord): Reply {
  if (record.status === 'charged') return json(201, shown(record));
  return problem(402, 'declined', record.reason ?? 'declined');
}

function shown({ fingerprint: _fingerprint, ...charge }: ChargeRecord): Charge {
  return charge;
}

/** The key comes as the header, the body's `key`, or both alike. */
function chargeKey(header: string | undefined, body: JsonObject): string {
  const key = header ?? textField(body, 'key', 255);
  if (body['key'] !== undefined && body['key'] !== key) {
    return refuse(400, 'invalid-request', 'key must equal the Idempotency-Key');
  }
  return key;
}

function chargeFields(body: JsonObject): { amount: number; currency: string; customerId: string } {
  const { amount, currency } = body;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) {
    return refuse(400, 'invalid-request', 'amount must be a whole number of minor units, at least 1');
  }
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) {
    return refuse(400, 'invalid-request', 'currency must be three capital letters (ISO 4217)');
  }
  return { amount, currency, customerId: textField(body, 'customerId', 256) };
}

function chargeId(key: string): string {
  return `ch_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}
