import { S3Error } from './errors.ts';
import type { PolicyDocument, PolicyStatement } from '../service.ts';

const longestPolicy = 20 * 1024;
const versions: readonly unknown[] = ['2012-10-17', '2008-10-17'];

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
  const { Version } = document;
  if (Version !== undefined && !versions.includes(Version))
    throw malformed('The policy must contain a valid version string');
  const all = statements(document);
  if (all.length === 0) throw malformed('Could not parse the policy: Statement is empty!');
  for (const statement of all) checkStatement(statement, bucket);
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
  const applies = (action: unknown): boolean => resources.some((resource) => isAbout(String(action), resource, arn));
  if (Action !== undefined && Resource !== undefined && !actions.every(applies))
    throw malformed('Action does not apply to any resource(s) in statement');
}

/** Whether an action can be on a resource: objects are in a bucket, and everything else is the bucket's. */
function isAbout(action: string, resource: unknown, bucketArn: string): boolean {
  if (resource === '*' || resource === `${bucketArn}*` || /[*?]/.test(action)) return true;
  const aboutObjects = !action.includes('Bucket') && objectAction.test(action);
  return aboutObjects === (resource !== bucketArn);
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const objectAction = /Object|^s3:Replicate|MultipartUpload|^s3:BypassGovernanceRetention$/;

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
