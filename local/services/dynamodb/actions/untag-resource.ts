import { Constraints, validation } from '../validation.ts';
import { requiredArn, taggedTable } from './tag-resource.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export function untagResource(
  db: DynamoDb,
  input: { readonly ResourceArn?: string; readonly TagKeys?: readonly string[] },
  call: Call,
): Record<string, never> {
  requiredArn(input.ResourceArn);
  new Constraints().required(input.TagKeys, 'tagKeys').throwIfAny();
  if (input.TagKeys!.length === 0) throw validation('Atleast one Tag Key needs to be provided as Input.');
  db.authorize(call, 'UntagResource', input.ResourceArn!);
  const { record } = taggedTable(db, input.ResourceArn!);
  const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !input.TagKeys!.includes(key)));
  db.configure({ ...record, tags });
  return {};
}
