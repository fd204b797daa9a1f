import { AwsError } from '../aws-error.ts';
import { functionReference } from './function-arn.ts';
import { required } from './required.ts';
import type { Call } from '../service.ts';
import type { Lambda } from './lambda.ts';

type Tags = Readonly<Record<string, string>>;

/** Functions and event source mappings carry tags. */
export function tagged(
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
