import { createTable, tableRecord } from './actions/create-table.ts';
import { updateContinuousBackups } from './actions/update-continuous-backups.ts';
import { updateTimeToLive } from './actions/update-time-to-live.ts';
import type { KeySchemaElement } from './key-schema.ts';
import type { AttributeDefinition, TableInput } from './table-request.ts';
import type { IndexInput } from './index-request.ts';
import type { Call, Surroundings } from '../service.ts';
import type { Created, Resource, ResourceType } from '../../template/resource-type.ts';
import type { PointInTimeRecoverySpecification } from './actions/update-continuous-backups.ts';
import type { TimeToLiveSpecification } from './actions/update-time-to-live.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { OnDemandThroughput, TableRecord, Throughput } from './store.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html */
interface TableProperties {
  readonly TableName?: string;
  readonly AttributeDefinitions?: readonly AttributeDefinition[];
  readonly KeySchema?: readonly KeySchemaElement[];
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: Throughput;
  readonly OnDemandThroughput?: OnDemandThroughput;
  readonly GlobalSecondaryIndexes?: readonly IndexInput[];
  readonly LocalSecondaryIndexes?: readonly IndexInput[];
  readonly StreamSpecification?: { readonly StreamViewType?: string };
  readonly TimeToLiveSpecification?: TimeToLiveSpecification;
  readonly PointInTimeRecoverySpecification?: PointInTimeRecoverySpecification;
  readonly SSESpecification?: { readonly SSEEnabled?: boolean; readonly KMSMasterKeyId?: string };
  readonly DeletionProtectionEnabled?: boolean;
  readonly TableClass?: string;
  readonly Tags?: TableInput['Tags'];
  readonly ResourcePolicy?: { readonly PolicyDocument: unknown };
}

const table: ResourceType = {
  properties: {
    TableName: true,
    AttributeDefinitions: true,
    KeySchema: true,
    BillingMode: true,
    ProvisionedThroughput: true,
    GlobalSecondaryIndexes: true,
    LocalSecondaryIndexes: true,
    StreamSpecification: true,
    TimeToLiveSpecification: true,
    PointInTimeRecoverySpecification: true,
    SSESpecification: true,
    DeletionProtectionEnabled: true,
    TableClass: true,
    Tags: true,
    ResourcePolicy: true,
    ContributorInsightsSpecification: 'only reports on access patterns',
    OnDemandThroughput: true,
    WarmThroughput: 'a warmed table only throttles later',
  },
  create(resource: Resource, { dynamodb }): Created {
    const properties = resource.properties as TableProperties;
    const name = properties.TableName ?? resource.physicalName(255);
    const call = deployment(dynamodb.surroundings);
    if (!updated(dynamodb, name, tableInput(name, properties)))
      createTable(dynamodb, tableInput(name, properties), call);
    const { TimeToLiveSpecification: ttl, PointInTimeRecoverySpecification: recovery } = properties;
    if (ttl !== undefined && ttl.Enabled !== false) {
      updateTimeToLive(
        dynamodb,
        { TableName: name, TimeToLiveSpecification: { AttributeName: ttl.AttributeName, Enabled: true } },
        call,
      );
    }
    if (recovery !== undefined) {
      const specification = { PointInTimeRecoveryEnabled: false, ...recovery };
      updateContinuousBackups(dynamodb, { TableName: name, PointInTimeRecoverySpecification: specification }, call);
    }
    const { arn, stream } = dynamodb.table(name).record;
    return { ref: name, attributes: { Arn: arn, ...(stream === undefined ? {} : { StreamArn: stream.arn }) } };
  },
};

export const dynamodbResources: Readonly<Record<string, ResourceType>> = { 'AWS::DynamoDB::Table': table };

function tableInput(name: string, properties: TableProperties): Parameters<typeof createTable>[1] {
  const { StreamSpecification: stream, SSESpecification: encryption, ResourcePolicy: policy } = properties;
  const { AttributeDefinitions, KeySchema, BillingMode, ProvisionedThroughput, TableClass, Tags } = properties;
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes, DeletionProtectionEnabled, OnDemandThroughput } = properties;
  return {
    TableName: name,
    AttributeDefinitions,
    KeySchema,
    BillingMode,
    ProvisionedThroughput,
    OnDemandThroughput,
    GlobalSecondaryIndexes,
    LocalSecondaryIndexes,
    DeletionProtectionEnabled,
    TableClass,
    Tags,
    StreamSpecification:
      stream === undefined ? undefined : { StreamEnabled: true, StreamViewType: stream.StreamViewType },
    SSESpecification:
      encryption === undefined
        ? undefined
        : { Enabled: encryption.SSEEnabled ?? false, KMSMasterKeyId: encryption.KMSMasterKeyId },
    ResourcePolicy: policy === undefined ? undefined : JSON.stringify(policy.PolicyDocument),
  };
}

/**
 * A table that an earlier run left keeps its items and its stream and takes the template's settings; tells whether there
 * is one.
 *
 * @throws Error where its items do not fit the template's keys
 */
function updated(db: DynamoDb, name: string, input: Parameters<typeof createTable>[1]): boolean {
  const existing = db.findTable(name)?.record;
  if (existing === undefined) return false;
  const fresh = tableRecord(db, name, input);
  const keys = ({ key, types }: TableRecord): string =>
    JSON.stringify([key.hash, types[key.hash], key.range, key.range && types[key.range]]);
  if (keys(existing) !== keys(fresh))
    throw new Error(`the keys of table ${name} have changed, and its items are kept: start with another data folder`);
  const sameStream = existing.stream?.viewType === fresh.stream?.viewType;
  const { id, createdAt } = existing;
  db.configure({ ...fresh, id, createdAt, stream: sameStream ? existing.stream : fresh.stream });
  return true;
}

/** CloudFormation creates with its own, ample, rights. */
function deployment({ random }: Surroundings): Call {
  return {
    caller: { principal: 'cloudformation.amazonaws.com' },
    requestId: random.uuid(),
    authorize: () => undefined,
  };
}
