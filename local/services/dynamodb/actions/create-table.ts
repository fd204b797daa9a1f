import { AwsError } from '../../aws-error.ts';
import { describe, warmMembers, type TableDescription } from '../table-description.ts';
import { modeOnly } from '../updating-description.ts';
import { newStream } from '../stream-settings.ts';
import { readSchema, readViewType, type TableInput } from '../table-request.ts';
import { validation } from '../validation.ts';
import { refuseUnsimulated } from '../unsimulated.ts';
import { requiredName } from './checks.ts';
import { parsePolicy } from './put-resource-policy.ts';
import { readTags } from './tag-resource.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { TableRecord } from '../store.ts';
import type { Table } from '../table.ts';

export interface CreateTableInput extends TableInput {
  /** JSON text. */
  readonly ResourcePolicy?: string;
}

/**
 * The answer says `CREATING`, as on AWS; the table can be used at once.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export function createTable(
  db: DynamoDb,
  input: CreateTableInput,
  call: Call,
): { readonly TableDescription: TableDescription } {
  refuseUnsimulated('CreateTable', input);
  const name = requiredName(input.TableName);
  if (name.startsWith('arn:')) throw validation('TableName must be a name, not an ARN');
  db.authorize(call, 'CreateTable', name);
  const record = tableRecord(db, name, input);
  if (db.findTable(name) !== undefined) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
  const table = db.configure(record);
  db.surroundings.journal({ service: 'dynamodb', event: 'created', resource: record.arn, table: name });
  return { TableDescription: describeCreating(table, input, db.surroundings.clock.now()) };
}

/** AWS does not know everything yet: what nobody asked for, or since when. */
function describeCreating(table: Table, input: CreateTableInput, now: number): TableDescription {
  const description: Record<string, unknown> = { ...describe(table, now, 'CREATING', creating) };
  if (input.WarmThroughput === undefined) delete description['WarmThroughput'];
  else Object.assign(description, warmMembers(table.record.warm, 'UPDATING'));
  if (table.record.onDemandSince !== undefined) Object.assign(description, modeOnly(table.record.billing));
  return description;
}

function creating(): { readonly IndexStatus: string; readonly WarmThroughput: undefined } {
  return { IndexStatus: 'CREATING', WarmThroughput: undefined };
}

/** A new table as a request describes it. */
export function tableRecord(db: DynamoDb, name: string, input: CreateTableInput): TableRecord {
  const schema = readSchema(input);
  const viewType = readViewType(input.StreamSpecification, 'create');
  const { clock, random, region, accountId } = db.surroundings;
  const tags = readTags(input.Tags ?? []);
  const arn = db.arnOf(name);
  const now = clock.now();
  return {
    name,
    arn,
    id: random.uuid(),
    createdAt: now,
    ...schema,
    onDemandSince: schema.billing === 'PAY_PER_REQUEST' ? now : undefined,
    onDemand: input.OnDemandThroughput,
    stream: viewType === undefined ? undefined : newStream(arn, viewType, now),
    deletionProtection: input.DeletionProtectionEnabled ?? false,
    tags,
    encryption: input.SSESpecification?.Enabled === true ? { keyArn: keyArn(input, region, accountId) } : undefined,
    tableClass: input.TableClass,
    policy:
      input.ResourcePolicy === undefined
        ? undefined
        : { document: parsePolicy(input.ResourcePolicy), revision: String(now) },
  };
}

export function keyArn(input: Pick<TableInput, 'SSESpecification'>, region: string, accountId: string): string {
  const id = input.SSESpecification?.KMSMasterKeyId ?? 'alias/aws/dynamodb';
  if (id.startsWith('arn:')) return id;
  return `arn:aws:kms:${region}:${accountId}:${id.startsWith('alias/') ? id : `key/${id}`}`;
}
