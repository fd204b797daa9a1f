import { hash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Change } from './store.ts';

const REMEMBERED_MS = 10 * 60_000;

type TokenChange = Extract<Change, { kind: 'token' }>;

/** The client request tokens of the last ten minutes, oldest first. */
export class TransactionTokens {
  readonly #clock: Clock;
  readonly #report: (change: Change) => void;
  readonly #known = new Map<string, TokenChange>();

  constructor(clock: Clock, report: (change: Change) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  /**
   * Whether this very request was done already.
   *
   * @throws AwsError `IdempotentParameterMismatchException` where another was done under the token
   */
  done(token: string, request: unknown): boolean {
    this.#forget();
    const known = this.#known.get(token);
    if (known === undefined) return false;
    if (known.request === digest(request)) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'Request with the same client token has different parameters',
    );
  }

  remember(token: string, request: unknown): void {
    const change: TokenChange = { kind: 'token', token, request: digest(request), at: this.#clock.now() };
    this.#known.set(token, change);
    this.#report(change);
  }

  restore(change: TokenChange): void {
    this.#known.set(change.token, change);
  }

  *snapshot(): Generator<Change> {
    this.#forget();
    yield* this.#known.values();
  }

  #forget(): void {
    for (const [token, { at }] of this.#known) {
      if (at > this.#clock.now() - REMEMBERED_MS) return;
      this.#known.delete(token);
    }
  }
}

function digest(request: unknown): string {
  return hash('sha256', JSON.stringify(request), 'base64');
}
