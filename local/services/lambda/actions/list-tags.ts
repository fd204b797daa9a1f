import { tagged } from '../tagged-resource.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { ListTagsRequest } from '@aws-sdk/client-lambda';

export function listTags(lambda: Lambda, input: ListTagsRequest, call: Call): Record<string, unknown> {
  return { Tags: tagged(lambda, input.Resource, call, 'lambda:ListTags').tags };
}
