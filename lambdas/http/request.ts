import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { idempotencyKeySchema } from '../../contracts/orders.ts';
import { brokenPaths } from '../messaging/envelope.ts';
import { Problem } from './problem.ts';

/** Leaves room for envelope and attributes within the 256 KiB that an SNS topic takes. */
const longestBody = 131_072;

/** @throws Problem `not-found` where a path parameter is missing or breaks its pattern: no such thing can exist */
export function pathParameter<Value extends string>(
  event: APIGatewayProxyEventV2,
  name: string,
  schema: z.ZodMiniType<Value>,
): Value {
  const result = schema.safeParse(event.pathParameters?.[name]);
  if (!result.success) throw new Problem('not-found');
  return result.data;
}

export function header(event: APIGatewayProxyEventV2, name: string): string | undefined {
  return event.headers[name];
}

/** @throws Problem `invalid-idempotency-key` where it is missing or malformed */
export function idempotencyKey(event: APIGatewayProxyEventV2): string {
  const result = idempotencyKeySchema.safeParse(header(event, 'idempotency-key'));
  if (!result.success) throw new Problem('invalid-idempotency-key');
  return result.data;
}

/** @throws Problem `unsupported-media-type`, `body-too-large`, `invalid-json` or `invalid-request` */
export function jsonBody<Body>(event: APIGatewayProxyEventV2, schema: z.ZodMiniType<Body>): Body {
  return parse(schema, readJson(event));
}

/** @throws Problem `invalid-request` listing the paths at fault */
export function parse<Value>(schema: z.ZodMiniType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (!result.success) throw new Problem('invalid-request', { detail: `Look at: ${brokenPaths(result.error)}` });
  return result.data;
}

function readJson(event: APIGatewayProxyEventV2): unknown {
  const mediaType = header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json' || header(event, 'content-encoding') !== undefined || event.isBase64Encoded) {
    throw new Problem('unsupported-media-type');
  }
  const body = event.body ?? '';
  if (Buffer.byteLength(body) > longestBody)
    throw new Problem('body-too-large', { detail: `At most ${longestBody} bytes` });
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new Problem('invalid-json', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('invalid-json');
  return value;
}
