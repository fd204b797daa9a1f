import { AwsError, NotSimulated } from '../../aws-error.ts';

/** An HTTP(S) subscriber that answered, but not with success. */
export class HttpRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The endpoint answered ${status}`);
    this.name = 'HttpRefusal';
    this.status = status;
  }
}

const THROTTLES = /throttl|TooManyRequests|LimitExceeded|OverLimit/i;

/**
 * Whether trying again cannot help: the endpoint is gone, or it refuses SNS. Throttles and server errors pass.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html#why-do-message-deliveries-fail
 */
export function isClientError(error: unknown): boolean {
  if (error instanceof NotSimulated) return true;
  if (error instanceof HttpRefusal) return error.status < 500 && error.status !== 429;
  return error instanceof AwsError && error.status < 500 && error.status !== 429 && !THROTTLES.test(error.code);
}

/** `Code: message`, for the journal. */
export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
