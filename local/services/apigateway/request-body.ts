import type { WireRequest } from '../service.ts';

/**
 * A request's body as its event holds it. Media types that are text reach the function as they are, all others as
 * base64, forms among them (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
export function eventBody({ body, headers }: WireRequest): {
  readonly body?: string;
  readonly isBase64Encoded: boolean;
} {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = headers['content-encoding'] === undefined && isText(headers['content-type']);
  return { body: body.toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text };
}

function isText(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  return /^\s*(text\/|application\/(json|javascript|xml)\b|application\/[^;]+\+(json|xml))/i.test(contentType);
}
