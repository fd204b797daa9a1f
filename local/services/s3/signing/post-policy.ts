import { S3Error } from '../errors.ts';
import { checkFormSignature, type FormFields } from './form-signature.ts';

export interface PostGrant {
  readonly accessKeyId: string;
  /** Size in bytes, where the policy limits it. */
  readonly least: number;
  readonly most: number;
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

/**
 * Checks a form against its signed policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 *
 * @throws S3Error `InvalidPolicyDocument`, and what `checkFormSignature` throws
 */
export function checkPostPolicy(
  bucket: string,
  fields: FormFields,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): PostGrant {
  const accessKeyId = checkFormSignature(fields, secretOf);
  const policy = readPolicy(fields['policy']!);
  const expiration = Date.parse(policy.expiration);
  if (Number.isNaN(expiration)) throw invalid(`Invalid Policy: Invalid 'expiration' value: '${policy.expiration}'`);
  if (now >= expiration) throw denied('Policy expired.');
  return { accessKeyId, ...checkConditions(policy.conditions, { ...fields, bucket }) };
}

function readPolicy(encoded: string): Policy {
  let policy: unknown;
  try {
    policy = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch (cause) {
    throw new S3Error('InvalidPolicyDocument', { message: 'Invalid Policy: Invalid JSON.', cause });
  }
  const { expiration, conditions } = (policy ?? {}) as Partial<Policy>;
  if (typeof expiration !== 'string') throw invalid('Invalid Policy: Policy missing expiration.');
  if (!Array.isArray(conditions)) throw invalid('Invalid Policy: Policy missing conditions.');
  return { expiration, conditions };
}

/** Fields that need no condition: what carries the policy, and what the form alone decides. */
const free = /^(policy|x-amz-signature|file|bucket|x-ignore-.*|awsaccesskeyid|signature)$/;

function checkConditions(conditions: readonly unknown[], fields: FormFields): { least: number; most: number } {
  const size = { least: 0, most: Infinity };
  const covered = new Set<string>();
  for (const condition of conditions) {
    const [operator, name, operand, limit] = normalized(condition);
    if (operator === 'content-length-range') {
      size.least = Math.max(size.least, Number(name));
      size.most = Math.min(size.most, Number(operand));
      if (!Number.isFinite(size.least) || Number.isNaN(size.most))
        throw invalid('Invalid Policy: Invalid content-length-range.');
      continue;
    }
    const field = String(name).replace(/^\$/, '').toLowerCase();
    covered.add(field);
    if (limit !== undefined || !holds(String(operator), fields[field] ?? '', String(operand), field)) {
      throw denied(
        `Policy Condition failed: ${JSON.stringify(Array.isArray(condition) ? condition : ['eq', `$${field}`, operand])}`,
      );
    }
  }
  const extra = Object.keys(fields).filter((name) => !free.test(name) && !covered.has(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
  return size;
}

function normalized(condition: unknown): readonly unknown[] {
  if (Array.isArray(condition)) {
    const [operator, ...rest] = condition as unknown[];
    if (rest.length === 2) return [typeof operator === 'string' ? operator.toLowerCase() : operator, ...rest];
  } else if (typeof condition === 'object' && condition !== null) {
    const entries = Object.entries(condition);
    if (entries.length === 1) return ['eq', entries[0]![0], entries[0]![1]];
  }
  throw invalid(`Invalid Policy: Invalid condition: ${JSON.stringify(condition)}`);
}

function holds(operator: string, value: string, operand: string, field: string): boolean {
  if (operator === 'eq') return value === operand;
  if (operator !== 'starts-with') throw invalid(`Invalid Policy: Invalid operator: ${operator}`);
  // A content type may be a list, every entry of which must fit.
  const values = field === 'content-type' ? value.split(',') : [value];
  return values.every((entry) => entry.startsWith(operand));
}

function denied(reason: string): S3Error {
  return new S3Error('AccessDenied', { message: `Invalid according to Policy: ${reason}` });
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidPolicyDocument', { message });
}
