import { isObject, readObject } from '../json-object.ts';
import { invalidAttributeValue, overLimit } from './errors.ts';

const MOST_STATEMENTS = 20;
const VERSIONS: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17'];
const PARTS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_PARTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Checks the text of a queue's policy; empty takes the policy away.
 *
 * @throws AwsError `InvalidAttributeValue`, `OverLimit` for more than twenty statements
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(text: string): string {
  if (text === '') return '';
  const policy = readObject(text);
  const statements = [policy?.['Statement'] ?? []].flat();
  if (policy === undefined || statements.length === 0 || !VERSIONS.includes(policy['Version'])) {
    throw invalidAttributeValue('Policy');
  }
  if (!knowsAll(policy, PARTS) || !statements.every((statement) => knowsAll(statement, STATEMENT_PARTS))) {
    throw invalidAttributeValue('Policy');
  }
  if (statements.length > MOST_STATEMENTS) {
    throw overLimit(
      `${statements.length} statements were found in the submitted policy, max allowed is ${MOST_STATEMENTS}`,
    );
  }
  return text;
}

function knowsAll(value: unknown, parts: ReadonlySet<string>): boolean {
  return isObject(value) && Object.keys(value).every((part) => parts.has(part));
}
