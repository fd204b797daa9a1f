import { AwsError } from '../aws-error.ts';
import type { WireRequest, WireResponse } from '../service.ts';

/** AWS JSON 1.0 and 1.1: the action is the last part of `X-Amz-Target`, input and output are JSON. */
export function jsonAction(request: WireRequest): string | undefined {
  return request.headers['x-amz-target']?.split('.').at(-1);
}

/** @throws AwsError `SerializationException` for a body that is not a JSON object */
export function jsonInput(request: WireRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  let input: unknown;
  try {
    input = JSON.parse(request.body.toString('utf8'));
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request body is not valid JSON', { cause });
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AwsError('SerializationException', 'The request body must be a JSON object');
  }
  return input as Record<string, unknown>;
}

export function jsonOutput(output: unknown, requestId: string, version: '1.0' | '1.1' = '1.0'): WireResponse {
  return {
    status: 200,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
    body: JSON.stringify(output ?? {}),
  };
}

/** @param namespace prefixed to the code as `namespace#Code`, as DynamoDB and SQS do */
export function jsonError(
  error: AwsError,
  requestId: string,
  namespace?: string,
  version: '1.0' | '1.1' = '1.0',
): WireResponse {
  const type = namespace === undefined ? error.code : `${namespace}#${error.code}`;
  const headers: Record<string, string> = {
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  };
  if (error.queryCode !== error.code) headers['x-amzn-query-error'] = `${error.queryCode};${error.fault}`;
  return {
    status: error.status,
    headers,
    body: JSON.stringify({ __type: type, message: error.message, ...error.fields }),
  };
}
