import { AwsError } from '../../aws-error.ts';
import { functionReference } from '../function-arn.ts';
import { required } from '../required.ts';
import type { ListTagsRequest, TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

type Tags = Readonly<Record<string, string>>;

export function listTags(lambda: Lambda, input: ListTagsRequest, call: Call): Record<string, unknown> {
  return { Tags: tagged(lambda, input.Resource, call, 'lambda:ListTags').tags };
}

export function tagResource(lambda: Lambda, input: TagResourceRequest, call: Call): undefined {
  const { tags, save } = tagged(lambda, input.Resource, call, 'lambda:TagResource');
  save({ ...tags, ...required('tags', input.Tags) });
  return undefined;
}

export function untagResource(lambda: Lambda, input: UntagResourceRequest, call: Call): undefined {
  const { tags, save } = tagged(lambda, input.Resource, call, 'lambda:UntagResource');
  const gone = new Set(required('tagKeys', input.TagKeys));
  save(Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
  return undefined;
}

/** Functions and event source mappings carry tags. */
function tagged(
  lambda: Lambda,
  resource: string | undefined,
  call: Call,
  action: string,
): { readonly tags: Tags; readonly save: (tags: Tags) => void } {
  const arn = required('resource', resource);
  call.authorize({ action, resource: arn });
  const uuid = /:event-source-mapping:(.+)$/.exec(arn)?.[1];
  if (uuid === undefined) {
    const record = lambda.record(functionReference(arn).name);
    return { tags: record.tags, save: (tags) => lambda.putFunction({ ...record, tags }) };
  }
  const mapping = lambda.store.mappings.get(uuid);
  if (mapping === undefined) {
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', { status: 404 });
  }
  return { tags: mapping.tags, save: (tags) => lambda.store.put('mappings', uuid, { ...mapping, tags }) };
}
