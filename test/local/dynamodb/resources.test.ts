import { expect, test } from 'vitest';
import { dynamodbResources } from '../../../local/services/dynamodb/resources.ts';
import { account } from './fixture.ts';
import type { Cloud } from '../../../local/services/cloud.ts';

test('a table of a template comes with its indexes, stream, time to live and recovery', async () => {
  const { db } = account();
  const created = await dynamodbResources['AWS::DynamoDB::Table']!.create(
    {
      logicalId: 'Orders',
      type: 'AWS::DynamoDB::Table',
      properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'g', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byG',
            KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      },
      physicalName: () => 'Stack-Orders-1',
      assetPath: () => '',
    },
    { dynamodb: db } as unknown as Cloud,
  );
  const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/Stack-Orders-1';
  expect(created).toEqual({
    ref: 'Stack-Orders-1',
    attributes: { Arn: arn, StreamArn: `${arn}/stream/2026-01-01T00:00:00.000` },
  });
  expect(db.table('Stack-Orders-1').record).toMatchObject({
    timeToLive: 'ttl',
    recovery: { days: 35 },
    encryption: {},
    indexes: [{ name: 'byG' }],
  });
});
