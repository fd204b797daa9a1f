import { Constraints } from '../validation.ts';
import { taggedTable } from './tag-resource.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html */
export function deleteResourcePolicy(
  db: DynamoDb,
  input: { readonly ResourceArn?: string },
  call: Call,
): { readonly RevisionId?: string } {
  new Constraints().required(input.ResourceArn, 'resourceArn').throwIfAny();
  db.authorize(call, 'DeleteResourcePolicy', input.ResourceArn!);
  const { record } = taggedTable(db, input.ResourceArn!);
  if (record.policy === undefined) return {};
  db.configure({ ...record, policy: undefined });
  return { RevisionId: record.policy.revision };
}
