import { AwsError } from '../aws-error.ts';
import { message, proxyResponse } from './proxy-response.ts';
import { proxyEvent, type Account } from './proxy-event.ts';
import { proxyEventV1 } from './proxy-event-v1.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Caller, WireResponse } from '../service.ts';
import type { Routed } from './exchange.ts';
import type { Integration } from './http-api.ts';

export interface InvocationPorts extends Account {
  readonly clock: Clock;
  /**
   * Runs a function and waits for its end.
   *
   * @returns its answer's JSON text, and whether it is that of a failure
   * @throws AwsError where it cannot be run, such as for throttling or a missing permission
   */
  invoke(
    functionArn: string,
    event: object,
    caller: Caller,
  ): Promise<{ readonly payload: string; readonly failed: boolean }>;
}

/** Answers with what a route's function returns, or with why it did not. Its error is put into the exchange. */
export async function invokeIntegration(
  exchange: Routed,
  integration: Integration,
  ports: InvocationPorts,
): Promise<WireResponse> {
  const { functionArn, payloadVersion, roleArn } = integration;
  const event = payloadVersion === '1.0' ? proxyEventV1(exchange, ports) : proxyEvent(exchange, ports);
  const caller = roleArn === undefined ? itself(exchange, ports) : { principal: roleArn };
  const facts: { status?: number; latency?: number; error?: string } = {};
  exchange.integration = facts;
  const from = ports.clock.now();
  const fail = (status: number, text: string, error: string): WireResponse => {
    facts.error = error;
    return message(status, text);
  };
  try {
    const answer = await within(ports.clock, integration.timeoutMilliseconds, ports.invoke(functionArn, event, caller));
    facts.latency = ports.clock.now() - from;
    // HTTP APIs answer a Lambda function that is too slow with 503, where REST APIs say 504.
    if (answer === 'timeout') return fail(503, 'Service Unavailable', 'Endpoint request timed out');
    if (answer.failed) return fail(500, 'Internal Server Error', functionError(answer.payload));
    const response = proxyResponse(answer.payload, payloadVersion);
    if (response === undefined) return fail(500, 'Internal Server Error', malformed);
    facts.status = response.status;
    return response;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refusals[error.code]?.(fail) ?? fail(500, 'Internal Server Error', error.message);
  }
}

const malformed = "The response from the Lambda function doesn't match the format that API Gateway expects.";

type Fail = (status: number, text: string, error: string) => WireResponse;

/** What Lambda refuses, by its error code. */
const refusals: Readonly<Record<string, (fail: Fail) => WireResponse>> = {
  AccessDeniedException: (fail) =>
    fail(
      500,
      'Internal Server Error',
      "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.",
    ),
  RequestTooLargeException: (fail) => fail(413, 'Request Entity Too Large', 'The request is too large for Lambda.'),
  TooManyRequestsException: (fail) => fail(503, 'Service Unavailable', 'Rate Exceeded.'),
};

function functionError(payload: string): string {
  const { errorMessage } = (JSON.parse(payload) ?? {}) as { errorMessage?: unknown };
  return `The Lambda function returned the following error: ${String(errorMessage)}. Check your Lambda function code and try again.`;
}

/** The API by the ARN of the stage and route it calls for. */
function itself({ api, stage, match }: Routed, { accountId, region }: Account): Caller {
  const [method = '', path = ''] = match.route.key.split(' ');
  const route = method === '$default' ? '$default' : `${method === 'ANY' ? '*' : method}${path}`;
  return {
    principal: 'apigateway.amazonaws.com',
    sourceArn: `arn:aws:execute-api:${region}:${accountId}:${api.id}/${stage.name}/${route}`,
  };
}

async function within<T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T | 'timeout'> {
  let cancel!: () => void;
  const timeout = new Promise<'timeout'>((resolve) => {
    cancel = clock.schedule(clock.now() + milliseconds, () => resolve('timeout'));
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    cancel();
  }
}
