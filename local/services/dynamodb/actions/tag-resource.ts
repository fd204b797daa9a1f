import { AwsError } from '../../aws-error.ts';
import { Constraints, invalidParameter, validation } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { Table } from '../table.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export function tagResource(
  db: DynamoDb,
  input: { readonly ResourceArn?: string; readonly Tags?: readonly Tag[] },
  call: Call,
): Record<string, never> {
  requiredArn(input.ResourceArn);
  new Constraints().required(input.Tags, 'tags').throwIfAny();
  if (input.Tags!.length === 0) throw validation('Atleast one Tag needs to be provided as Input.');
  db.authorize(call, 'TagResource', input.ResourceArn!);
  const { record } = taggedTable(db, input.ResourceArn!);
  const tags = { ...record.tags, ...tagRecord(input.Tags!) };
  checkTags(tags);
  db.configure({ ...record, tags });
  return {};
}

export function tagRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

const TEXT = String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*`;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const constraints = new Constraints();
  for (const [key, value] of Object.entries(tags)) {
    constraints.length(key, 'tags.member.key', 1, 128).length(value, 'tags.member.value', 0, 256);
    constraints.pattern(key, 'tags.member.key', TEXT).pattern(value, 'tags.member.value', TEXT);
    if (key.startsWith('aws:')) throw invalidParameter(`Tag keys must not begin with aws: ${key}`);
  }
  constraints.throwIfAny();
  if (Object.keys(tags).length > 50) throw invalidParameter('Too many tags: a table takes 50 at most');
}

/** @throws AwsError `ResourceNotFoundException` */
export function taggedTable(db: DynamoDb, arn: string): Table {
  const table = db.findTable(arn);
  if (table !== undefined) return table;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${arn} not found`);
}

/** @throws AwsError `ValidationException` */
export function requiredArn(arn: string | undefined): void {
  if (arn === undefined) throw validation('Invalid TableArn');
  if (!arn.startsWith('arn:')) {
    throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}: ARNs must start with 'arn:'`);
  }
  if (!/^arn:[^:]+:dynamodb:[^:]+:\d+:table\/[^/]{3,}$/.test(arn)) {
    throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
}
