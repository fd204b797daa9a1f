import { required } from '../required.ts';
import { tagged } from '../tagged-resource.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { UntagResourceRequest } from '@aws-sdk/client-lambda';

export function untagResource(lambda: Lambda, input: UntagResourceRequest, call: Call): undefined {
  const { tags, save } = tagged(lambda, input.Resource, call, 'lambda:UntagResource');
  const gone = new Set(required('tagKeys', input.TagKeys));
  save(Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
  return undefined;
}
