import { createHash } from 'node:crypto';
import { refuse, type Request } from './wire.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws Refusal 400 `malformed-json` unless the body is a JSON object */
export function jsonBody(request: Request): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch {
    return refuse(400, 'malformed-json', 'the body is not JSON');
  }
  if (!isObject(body)) return refuse(400, 'malformed-json', 'the body must be a JSON object');
  return body;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws Refusal 400 `invalid-request` unless the field is text of 1 to `longest` characters */
export function textField(body: JsonObject, field: string, longest: number): string {
  const value = body[field];
  if (typeof value === 'string' && value.length > 0 && value.length <= longest) return value;
  return refuse(400, 'invalid-request', `${field} must be text of 1 to ${longest} characters`);
}

/** The caller's `Idempotency-Key`: 1 to 255 visible ASCII characters. */
export function idempotencyKey(request: Request): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  return refuse(400, 'invalid-idempotency-key', 'Idempotency-Key must be 1 to 255 visible ASCII characters');
}

/** Equal for bodies that differ only in white space and in the order of their keys. */
export function fingerprint(body: JsonObject): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${entries.join(',')}}`;
}
