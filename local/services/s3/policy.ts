import { S3Error } from './errors.ts';
import type { PolicyDocument, PolicyStatement } from '../service.ts';

const longestPolicy = 20 * 1024;

/**
 * Reads and checks a bucket policy.
 *
 * @throws S3Error `MalformedPolicy`
 */
export function readPolicy(text: string, bucket: string): PolicyDocument {
  if (Buffer.byteLength(text) > longestPolicy) throw malformed('Policy exceeds the maximum allowed document size.');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    if (!text.startsWith('{')) throw new S3Error('MalformedPolicy', { cause });
    throw new S3Error('MalformedPolicy', { message: 'This policy contains invalid Json', cause });
  }
  if (!isPolicy(document)) throw malformed('Missing required field Statement');
  for (const statement of statements(document)) checkStatement(statement, bucket);
  return document;
}

/** Whether anyone may do something: `Allow` for `*` without a condition. */
export function isPublic(document: PolicyDocument): boolean {
  return statements(document).some(
    ({ Effect, Principal, Condition }) => Effect === 'Allow' && Condition === undefined && everyone(Principal),
  );
}

function checkStatement(statement: PolicyStatement, bucket: string): void {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed(`Invalid effect: ${String(Effect)}`);
  if (Principal === undefined && NotPrincipal === undefined) throw malformed('Missing required field Principal');
  const actions = [Action ?? NotAction ?? []].flat();
  if (actions.length === 0) throw malformed('Missing required field Action');
  if (!actions.every((action) => action === '*' || (typeof action === 'string' && action.startsWith('s3:')))) {
    throw malformed('Policy has invalid action');
  }
  const resources = [Resource ?? NotResource ?? []].flat();
  if (resources.length === 0) throw malformed('Missing required field Resource');
  const arn = `arn:aws:s3:::${bucket}`;
  const own = (resource: unknown): boolean =>
    typeof resource === 'string' &&
    (resource === '*' || resource === arn || resource.startsWith(`${arn}/`) || resource === `${arn}*`);
  if (!resources.every(own)) throw malformed('Policy has invalid resource');
}

function statements(document: PolicyDocument): readonly PolicyStatement[] {
  const { Statement } = document;
  return Array.isArray(Statement) ? (Statement as readonly PolicyStatement[]) : [Statement as PolicyStatement];
}

function everyone(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return Object.values(principal).some((entry) => [entry].flat().includes('*'));
}

function isPolicy(document: unknown): document is PolicyDocument {
  return (
    typeof document === 'object' && document !== null && typeof (document as PolicyDocument).Statement === 'object'
  );
}

function malformed(message: string): S3Error {
  return new S3Error('MalformedPolicy', { message });
}
