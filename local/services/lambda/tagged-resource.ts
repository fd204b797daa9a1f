import { knownMapping } from './actions/get-event-source-mapping.ts';
import { invalidMember, invalidParameter } from './errors.ts';
import { required } from './required.ts';
import type { Call } from '../service.ts';
import type { Lambda } from './lambda.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MOST_TAGS = 50;
const PATTERN =
  'arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12})';
const ARN = new RegExp(`^${PATTERN}$`);

type Tags = Readonly<Record<string, string>>;

/** Functions and event source mappings carry tags. */
export function tagged(
  lambda: Lambda,
  resource: string | undefined,
  call: Call,
  action: string,
): { readonly tags: Tags; readonly save: (tags: Tags) => void } {
  const arn = required('resource', resource);
  checkArn(arn);
  call.authorize({ action, resource: arn });
  const uuid = /:event-source-mapping:(.+)$/.exec(arn)?.[1];
  if (uuid === undefined) {
    const { name, qualifier } = lambda.reference(arn);
    if (qualifier !== undefined) {
      throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
    }
    const record = lambda.record(name);
    return { tags: record.tags, save: (tags) => lambda.putFunction({ ...record, tags }) };
  }
  const mapping = knownMapping(lambda, uuid);
  return { tags: mapping.tags, save: (tags) => lambda.store.put('mappings', uuid, { ...mapping, tags }) };
}

/** @throws AwsError for more tags than a resource may have */
export function withTags(before: Tags, added: Tags): Tags {
  if (Object.keys(added).length === 0) throw invalidParameter('An error occurred and the request cannot be processed.');
  const all = { ...before, ...added };
  if (Object.keys(all).length > MOST_TAGS) throw invalidParameter('Number of tags exceeds resource tag limit.');
  return all;
}

function checkArn(arn: string): void {
  if (ARN.test(arn)) return;
  throw invalidMember('resource', arn, `satisfy regular expression pattern: ${PATTERN}`);
}
