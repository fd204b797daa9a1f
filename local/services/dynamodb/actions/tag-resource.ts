import { AwsError } from '../../aws-error.ts';
import { Constraints, invalidParameter, validation } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { Table } from '../table.ts';

export interface Tag {
  readonly Key?: string;
  readonly Value?: string;
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
  const added = readTags(input.Tags!);
  const { record } = taggedTable(db, input.ResourceArn!);
  const tags = { ...record.tags, ...added };
  checkCount(tags);
  db.configure({ ...record, tags });
  return {};
}

const MAX_TAGS = 50;
const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
 *
 * @throws AwsError `ValidationException`
 */
export function readTags(tags: readonly Tag[]): Record<string, string> {
  const read: Record<string, string> = {};
  for (const { Key: key, Value: value } of tags) {
    if (!isText(key, 1, 128)) throw validation(`The Tag Key provided is invalid, Key: ${key}`);
    if (key.startsWith('aws:')) throw validation(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    if (!isText(value, 0, 256)) throw validation(`The Tag Value provided is invalid, Value: ${value ?? null}`);
    if (Object.hasOwn(read, key)) {
      throw validation(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    }
    read[key] = value;
  }
  checkCount(read);
  return read;
}

function isText(text: string | undefined, least: number, most: number): text is string {
  return text !== undefined && text.length >= least && text.length <= most && TEXT.test(text);
}

function checkCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length <= MAX_TAGS) return;
  throw validation('Number of Tags exceed the current limit for the provided ResourceArn');
}

/** @throws AwsError `ResourceNotFoundException` */
export function taggedTable(db: DynamoDb, arn: string): Table {
  const table = db.findTable(arn);
  if (table !== undefined) return table;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: ResourceArn: ${arn} not found`);
}

/** @throws AwsError `ValidationException` */
export function requiredArn(arn: string | undefined): void {
  if (arn === undefined) throw validation('Invalid TableArn');
  if (!arn.startsWith('arn:')) throw invalidParameter(`ARNs must start with 'arn:': ${arn}`);
  if (!/^arn:[^:]+:dynamodb:/.test(arn)) {
    throw invalidParameter(`Provided Arn is not a DynamoDB resource arn: ${arn}`);
  }
  if (/:table\/[^/]+\/index\//.test(arn)) {
    throw invalidParameter(
      `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    );
  }
  if (/^[^/]+:[^:]+:\d+:table\/.{3,}$/.test(arn)) return;
  throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
}
