import { required } from '../required.ts';
import { tagged, withTags } from '../tagged-resource.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { TagResourceRequest } from '@aws-sdk/client-lambda';

export function tagResource(lambda: Lambda, input: TagResourceRequest, call: Call): undefined {
  const { tags, save } = tagged(lambda, input.Resource, call, 'lambda:TagResource');
  save(withTags(tags, required('tags', input.Tags)));
  return undefined;
}
