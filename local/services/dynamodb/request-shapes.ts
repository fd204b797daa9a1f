import { UNSIMULATED } from './unsimulated.ts';
import type { Shape, StructureShape } from './check-shape.ts';

const listOf = (of: Shape): Shape => ({ kind: 'list', of });
const mapOf = (of: Shape): Shape => ({ kind: 'map', of });
const structure = (name: string, members: Readonly<Record<string, Shape>>): StructureShape => ({
  kind: 'structure',
  name,
  members,
});

const attributes = mapOf('attribute');
const strings = listOf('String');

const expressionMembers = { ExpressionAttributeNames: mapOf('String'), ExpressionAttributeValues: attributes };
const condition = structure('Condition', { AttributeValueList: listOf('attribute'), ComparisonOperator: 'String' });
const expected = structure('ExpectedAttributeValue', {
  ...condition.members,
  Value: 'attribute',
  Exists: 'Boolean',
});

const conditionalWrite: Readonly<Record<string, Shape>> = {
  TableName: 'String',
  Expected: mapOf(expected),
  ReturnValues: 'String',
  ReturnConsumedCapacity: 'String',
  ReturnItemCollectionMetrics: 'String',
  ConditionalOperator: 'String',
  ConditionExpression: 'String',
  ...expressionMembers,
  ReturnValuesOnConditionCheckFailure: 'String',
};

const read: Readonly<Record<string, Shape>> = {
  TableName: 'String',
  IndexName: 'String',
  AttributesToGet: strings,
  Limit: 'Integer',
  Select: 'String',
  ConditionalOperator: 'String',
  ExclusiveStartKey: attributes,
  ConsistentRead: 'Boolean',
  ReturnConsumedCapacity: 'String',
  ProjectionExpression: 'String',
  FilterExpression: 'String',
  ...expressionMembers,
};

const keysAndAttributes = structure('KeysAndAttributes', {
  Keys: listOf(attributes),
  AttributesToGet: strings,
  ConsistentRead: 'Boolean',
  ProjectionExpression: 'String',
  ExpressionAttributeNames: mapOf('String'),
});
const writeRequest = structure('WriteRequest', {
  PutRequest: structure('PutRequest', { Item: attributes }),
  DeleteRequest: structure('DeleteRequest', { Key: attributes }),
});

const transacted: Readonly<Record<string, Shape>> = {
  TableName: 'String',
  ConditionExpression: 'String',
  ...expressionMembers,
  ReturnValuesOnConditionCheckFailure: 'String',
};
const transactWriteItem = structure('TransactWriteItem', {
  ConditionCheck: structure('ConditionCheck', { ...transacted, Key: attributes }),
  Put: structure('Put', { ...transacted, Item: attributes }),
  Delete: structure('Delete', { ...transacted, Key: attributes }),
  Update: structure('Update', { ...transacted, Key: attributes, UpdateExpression: 'String' }),
});
const transactGetItem = structure('TransactGetItem', {
  Get: structure('Get', {
    TableName: 'String',
    Key: attributes,
    ProjectionExpression: 'String',
    ExpressionAttributeNames: mapOf('String'),
  }),
});

const throughput = structure('ProvisionedThroughput', { ReadCapacityUnits: 'Long', WriteCapacityUnits: 'Long' });
const onDemand = structure('OnDemandThroughput', { MaxReadRequestUnits: 'Long', MaxWriteRequestUnits: 'Long' });
const warm = structure('WarmThroughput', { ReadUnitsPerSecond: 'Long', WriteUnitsPerSecond: 'Long' });
const keySchema = listOf(structure('KeySchemaElement', { AttributeName: 'String', KeyType: 'String' }));
const projection = structure('Projection', { ProjectionType: 'String', NonKeyAttributes: strings });
const localIndex = structure('LocalSecondaryIndex', {
  IndexName: 'String',
  KeySchema: keySchema,
  Projection: projection,
});
const globalIndex = (name: string): StructureShape =>
  structure(name, {
    ...localIndex.members,
    ProvisionedThroughput: throughput,
    OnDemandThroughput: onDemand,
    WarmThroughput: warm,
  });
/** Members of any type, which an action refuses. */
const unchecked = (members: readonly string[]): Readonly<Record<string, Shape>> =>
  Object.fromEntries(members.map((member) => [member, 'attribute']));
const tag = structure('Tag', { Key: 'String', Value: 'String' });

const tableSettings: Readonly<Record<string, Shape>> = {
  TableName: 'String',
  AttributeDefinitions: listOf(structure('AttributeDefinition', { AttributeName: 'String', AttributeType: 'String' })),
  BillingMode: 'String',
  TableThroughputMode: 'String',
  ProvisionedThroughput: throughput,
  StreamSpecification: structure('StreamSpecification', { StreamEnabled: 'Boolean', StreamViewType: 'String' }),
  SSESpecification: structure('SSESpecification', { Enabled: 'Boolean', SSEType: 'String', KMSMasterKeyId: 'String' }),
  TableClass: 'String',
  DeletionProtectionEnabled: 'Boolean',
  OnDemandThroughput: onDemand,
  WarmThroughput: warm,
};
const globalIndexUpdate = structure('GlobalSecondaryIndexUpdate', {
  Create: globalIndex('CreateGlobalSecondaryIndexAction'),
  Delete: structure('DeleteGlobalSecondaryIndexAction', { IndexName: 'String' }),
  Update: structure('UpdateGlobalSecondaryIndexAction', {
    IndexName: 'String',
    ProvisionedThroughput: throughput,
    OnDemandThroughput: onDemand,
    WarmThroughput: warm,
  }),
});

/**
 * What each action takes, from its page of
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html
 */
export const requestShapes: Readonly<Record<string, StructureShape>> = Object.fromEntries(
  Object.entries<Readonly<Record<string, Shape>>>({
    PutItem: { ...conditionalWrite, Item: attributes },
    DeleteItem: { ...conditionalWrite, Key: attributes },
    UpdateItem: {
      ...conditionalWrite,
      Key: attributes,
      UpdateExpression: 'String',
      AttributeUpdates: mapOf(structure('AttributeValueUpdate', { Value: 'attribute', Action: 'String' })),
    },
    GetItem: {
      TableName: 'String',
      Key: attributes,
      AttributesToGet: strings,
      ConsistentRead: 'Boolean',
      ReturnConsumedCapacity: 'String',
      ProjectionExpression: 'String',
      ExpressionAttributeNames: mapOf('String'),
    },
    Query: {
      ...read,
      ScanIndexForward: 'Boolean',
      KeyConditions: mapOf(condition),
      QueryFilter: mapOf(condition),
      KeyConditionExpression: 'String',
    },
    Scan: { ...read, ScanFilter: mapOf(condition), Segment: 'Integer', TotalSegments: 'Integer' },
    BatchGetItem: { RequestItems: mapOf(keysAndAttributes), ReturnConsumedCapacity: 'String' },
    BatchWriteItem: {
      RequestItems: mapOf(listOf(writeRequest)),
      ReturnConsumedCapacity: 'String',
      ReturnItemCollectionMetrics: 'String',
    },
    TransactWriteItems: {
      TransactItems: listOf(transactWriteItem),
      ClientRequestToken: 'String',
      ReturnConsumedCapacity: 'String',
      ReturnItemCollectionMetrics: 'String',
    },
    TransactGetItems: { TransactItems: listOf(transactGetItem), ReturnConsumedCapacity: 'String' },
    CreateTable: {
      ...tableSettings,
      KeySchema: keySchema,
      LocalSecondaryIndexes: listOf(localIndex),
      GlobalSecondaryIndexes: listOf(globalIndex('GlobalSecondaryIndex')),
      Tags: listOf(tag),
      ResourcePolicy: 'String',
      ...unchecked(UNSIMULATED.CreateTable),
    },
    UpdateTable: {
      ...tableSettings,
      GlobalSecondaryIndexUpdates: listOf(globalIndexUpdate),
      ...unchecked(UNSIMULATED.UpdateTable),
    },
    DeleteTable: { TableName: 'String' },
    DescribeTable: { TableName: 'String' },
    ListTables: { ExclusiveStartTableName: 'String', Limit: 'Integer' },
    TagResource: { ResourceArn: 'String', Tags: listOf(tag) },
    UntagResource: { ResourceArn: 'String', TagKeys: strings },
    ListTagsOfResource: { ResourceArn: 'String', NextToken: 'String' },
    DescribeTimeToLive: { TableName: 'String' },
    UpdateTimeToLive: {
      TableName: 'String',
      TimeToLiveSpecification: structure('TimeToLiveSpecification', { AttributeName: 'String', Enabled: 'Boolean' }),
    },
    DescribeContinuousBackups: { TableName: 'String' },
    UpdateContinuousBackups: {
      TableName: 'String',
      PointInTimeRecoverySpecification: structure('PointInTimeRecoverySpecification', {
        PointInTimeRecoveryEnabled: 'Boolean',
        RecoveryPeriodInDays: 'Integer',
      }),
    },
    DescribeEndpoints: {},
    DescribeLimits: {},
    GetResourcePolicy: { ResourceArn: 'String' },
    PutResourcePolicy: {
      ResourceArn: 'String',
      Policy: 'String',
      ExpectedRevisionId: 'String',
      ConfirmRemoveSelfResourceAccess: 'Boolean',
    },
    DeleteResourcePolicy: { ResourceArn: 'String', ExpectedRevisionId: 'String' },
    ListStreams: { TableName: 'String', Limit: 'Integer', ExclusiveStartStreamArn: 'String' },
    DescribeStream: {
      StreamArn: 'String',
      Limit: 'Integer',
      ExclusiveStartShardId: 'String',
      ShardFilter: structure('ShardFilter', { Type: 'String', ShardId: 'String' }),
    },
    GetShardIterator: {
      StreamArn: 'String',
      ShardId: 'String',
      ShardIteratorType: 'String',
      SequenceNumber: 'String',
    },
    GetRecords: { ShardIterator: 'String', Limit: 'Integer' },
  }).map(([action, members]) => [action, structure(`${action}Input`, members)]),
);
