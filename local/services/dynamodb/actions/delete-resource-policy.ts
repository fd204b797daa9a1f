import { Constraints } from '../validation.ts';
import { checkRevision } from './put-resource-policy.ts';
import { requiredArn, taggedTable } from './tag-resource.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html */
export function deleteResourcePolicy(
  db: DynamoDb,
  input: { readonly ResourceArn?: string; readonly ExpectedRevisionId?: string },
  call: Call,
): { readonly RevisionId?: string } {
  new Constraints().required(input.ResourceArn, 'resourceArn').throwIfAny();
  requiredArn(input.ResourceArn);
  db.authorize(call, 'DeleteResourcePolicy', input.ResourceArn!);
  const { record } = taggedTable(db, input.ResourceArn!);
  checkRevision(record, input.ExpectedRevisionId);
  if (record.policy === undefined) return {};
  db.configure({ ...record, policy: undefined });
  return { RevisionId: record.policy.revision };
}
