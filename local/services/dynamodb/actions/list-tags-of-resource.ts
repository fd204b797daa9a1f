import { requiredArn, taggedTable, type Tag } from './tag-resource.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** All tags at once: 50 fit a page. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
export function listTagsOfResource(
  db: DynamoDb,
  input: { readonly ResourceArn?: string },
  call: Call,
): { readonly Tags: readonly Tag[] } {
  requiredArn(input.ResourceArn);
  db.authorize(call, 'ListTagsOfResource', input.ResourceArn!);
  const { tags } = taggedTable(db, input.ResourceArn!).record;
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
