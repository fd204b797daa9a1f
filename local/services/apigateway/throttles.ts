import { TokenBucket } from './token-bucket.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Routed } from './exchange.ts';
import type { Throttle } from './http-api.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const accountThrottle: Throttle = { rate: 10_000, burst: 5000 };

/**
 * Limits on requests: of the account over all APIs, and of each route of a stage, whose own limit replaces the stage's
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html).
 */
export class Throttles {
  readonly #clock: Clock;
  readonly #account: TokenBucket;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#account = new TokenBucket(accountThrottle, clock);
  }

  /** Whether a request may pass now; it then counts. */
  admit({ api, stage, match }: Routed): boolean {
    const throttle = stage.routeThrottles[match.route.key] ?? stage.throttle;
    if (throttle === undefined) return this.#account.take();
    const key = `${api.id}/${stage.name}/${match.route.key}`;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, (bucket = new TokenBucket(throttle, this.#clock)));
    return bucket.take() && this.#account.take();
  }
}
