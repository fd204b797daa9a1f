import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { describe } from '../messaging/errors.ts';
import { invocation } from '../messaging/invocation.ts';
import { flushCounters, log } from '../messaging/log.ts';
import { admit } from './caller-limit.ts';
import { Problem } from './problem.ts';

/** A success: what to answer, as JSON, or where to find it. */
export type Answer = JsonAnswer | Redirect;

export interface JsonAnswer {
  readonly status: 200 | 201 | 202;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Redirect {
  readonly status: 302;
  readonly location: string;
}

export type Endpoint = (event: APIGatewayProxyEventV2) => Promise<Answer>;

/**
 * Makes an HTTP API handler (payload 2.0) that always answers: a `Problem` as itself, anything else that was thrown as
 * 503 with Retry-After, since the caller may repeat every request of ours under its idempotency key.
 */
export function endpoint(answer: Endpoint) {
  return (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> =>
    invocation.run(context, async () => {
      try {
        await admit(event);
        return toResponse(await answer(event));
      } catch (error) {
        return problemOf(error).toResponse();
      } finally {
        flushCounters();
      }
    });
}

function toResponse(answer: Answer): APIGatewayProxyStructuredResultV2 {
  // The location is good for minutes, for whoever asked: no cache may keep it.
  if (answer.status === 302)
    return { statusCode: 302, headers: { location: answer.location, 'cache-control': 'no-store' } };
  const { status, body, headers } = answer;
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  log.error('request failed', { errorType: describe(error).errorType, reason: describe(error).message });
  return new Problem('unavailable', { retryAfterSeconds: 1, cause: error });
}
