import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { Constraints, invalidParameter } from '../validation.ts';
import { requiredArn, taggedTable } from './tag-resource.ts';
import type { Call, PolicyDocument } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { TableRecord } from '../store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html */
export function putResourcePolicy(
  db: DynamoDb,
  input: { readonly ResourceArn?: string; readonly Policy?: string; readonly ExpectedRevisionId?: string },
  call: Call,
): { readonly RevisionId: string } {
  new Constraints().required(input.ResourceArn, 'resourceArn').required(input.Policy, 'policy').throwIfAny();
  requiredArn(input.ResourceArn);
  db.authorize(call, 'PutResourcePolicy', input.ResourceArn!);
  const { record } = taggedTable(db, input.ResourceArn!);
  checkRevision(record, input.ExpectedRevisionId);
  const document = parsePolicy(input.Policy!);
  if (record.policy !== undefined && isDeepStrictEqual(document, record.policy.document)) {
    return { RevisionId: record.policy.revision };
  }
  const revision = String(Math.max(db.surroundings.clock.now(), Number(record.policy?.revision ?? 0) + 1));
  db.configure({ ...record, policy: { document, revision } });
  return { RevisionId: revision };
}

/**
 * @param expected the revision that a request means to replace, or `NO_POLICY`
 * @throws AwsError `PolicyNotFoundException` where there is another
 */
export function checkRevision({ name, policy }: TableRecord, expected: string | undefined): void {
  if (expected === undefined || expected === (policy?.revision ?? 'NO_POLICY')) return;
  const found =
    policy === undefined
      ? `table ${name} has no associated policy`
      : `the policy associated to target table ${name} did not match`;
  throw new AwsError(
    'PolicyNotFoundException',
    `Resource-based policy not found for the provided ResourceArn: Requested update for policy with revision id ${expected}, but ${found}`,
  );
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html */
const MAX_POLICY_BYTES = 20_480;

/** @throws AwsError `ValidationException` */
export function parsePolicy(text: string): PolicyDocument {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES) {
    throw invalidParameter(`Maximum policy size of ${MAX_POLICY_BYTES} bytes exceeded`);
  }
  try {
    const document = JSON.parse(text) as PolicyDocument;
    if (typeof document === 'object' && document !== null && document.Statement !== undefined) return document;
  } catch (cause) {
    const { message } = invalidParameter('Invalid policy document: This policy contains invalid Json');
    throw new AwsError('ValidationException', message, { cause });
  }
  throw invalidParameter('Invalid policy document: Could not parse the policy: Statement is empty!');
}
