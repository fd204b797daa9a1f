import { callProvider } from '../http/provider.ts';
import { required } from '../messaging/environment.ts';
import { RetryLater } from '../messaging/errors.ts';

export interface ChargeRequest {
  /** The provider's idempotency key: one key, at most one charge. */
  readonly paymentKey: string;
  readonly customerId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

/** `voided`: the key was closed before the charge arrived, and can take no money any more. */
export type ChargeOutcome = 'charged' | 'declined' | 'voided';

/** The payment provider, as far as orders need it. Every call may be repeated. */
export interface Payment {
  /** @throws RetryLater where it stays unknown whether the money moved */
  charge(request: ChargeRequest): Promise<ChargeOutcome>;
  lookUp(paymentKey: string): Promise<ChargeOutcome | 'none'>;
  /** Gives back what the key took and closes it for good, also where nothing was taken yet. */
  void(paymentKey: string): Promise<void>;
}

export class HttpPayment implements Payment {
  readonly #url = required('paymentUrl');

  async charge(request: ChargeRequest): Promise<ChargeOutcome> {
    const { paymentKey, customerId, amount, currency } = request;
    const answer = await callProvider({
      method: 'POST',
      url: `${this.#url}/charges`,
      idempotencyKey: paymentKey,
      body: { key: paymentKey, customerId, amount, currency },
    });
    return outcomeOf(answer.status, answer.body);
  }

  async lookUp(paymentKey: string): Promise<ChargeOutcome | 'none'> {
    const answer = await callProvider({ method: 'GET', url: `${this.#url}/charges/${encodeURIComponent(paymentKey)}` });
    return answer.status === 404 ? 'none' : outcomeOf(answer.status, answer.body);
  }

  async void(paymentKey: string): Promise<void> {
    const answer = await callProvider({
      method: 'POST',
      url: `${this.#url}/charges/${encodeURIComponent(paymentKey)}/void`,
      body: {},
    });
    if (answer.status >= 300) throw new RetryLater(`The provider refused to void (${answer.status})`);
  }
}

/** A charge answers with its `status`, a refusal with its `code`. */
function outcomeOf(status: number, body: Readonly<Record<string, unknown>>): ChargeOutcome {
  const word = status < 300 ? body['status'] : body['code'];
  if (word === 'charged' || word === 'declined' || word === 'voided') return word;
  throw new RetryLater(`The provider answered ${status} in a way not agreed on`);
}
