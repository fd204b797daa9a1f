import { withCredentials, type OutgoingRequest } from './provider-credentials.ts';
import { RetryLater, describe } from '../messaging/errors.ts';

export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Below every consumer's function timeout, so that a hanging provider is our decision and not a killed function. */
const timeoutMilliseconds = 3000;

/** A provider's Retry-After is honoured up to this long. */
const longestRetryAfterSeconds = 900;

/**
 * Calls an outside service. Below 500 the answer is the provider's word and is returned; everything else leaves unknown
 * whether it acted, and is tried again under the same key.
 *
 * @throws RetryLater for 429, 5xx, no answer in 3 seconds, or no connection
 */
export async function callProvider(request: ProviderRequest): Promise<ProviderAnswer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(request.url, await withCredentials(requestOf(request)));
    text = await response.text();
  } catch (cause) {
    throw new RetryLater(`The provider did not answer (${describe(cause).errorType})`, { cause });
  }
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get('retry-after'));
    const delaySeconds = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), longestRetryAfterSeconds) : 0;
    throw new RetryLater(`The provider answered ${response.status}`, { delaySeconds });
  }
  return { status: response.status, body: parseObject(text, response.status) };
}

function requestOf({ method, url, body, idempotencyKey }: ProviderRequest): OutgoingRequest {
  return {
    method,
    url,
    signal: AbortSignal.timeout(timeoutMilliseconds),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

function parseObject(text: string, status: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new RetryLater(`The provider answered ${status} with a body that is not JSON`, { cause });
  }
  throw new RetryLater(`The provider answered ${status} with a body that is no object`);
}
