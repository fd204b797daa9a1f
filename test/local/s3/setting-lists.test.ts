import {
  DeleteBucketAnalyticsConfigurationCommand,
  GetBucketAnalyticsConfigurationCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketMetricsConfigurationCommand,
  ListBucketAnalyticsConfigurationsCommand,
  ListBucketMetricsConfigurationsCommand,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
  type AnalyticsConfiguration,
  type IntelligentTieringConfiguration,
  type InventoryConfiguration,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { failure, newS3, withBucket } from './fixture.ts';

const Bucket = 'media';
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

const analyticsOf = (Id: string): AnalyticsConfiguration => ({
  Id,
  Filter: { Prefix: 'a&b/' },
  StorageClassAnalysis: {},
});
const putAnalytics = (Id: string, AnalyticsConfiguration = analyticsOf(Id)) =>
  s3.client.send(new PutBucketAnalyticsConfigurationCommand({ Bucket, Id, AnalyticsConfiguration }));
const getAnalytics = (Id: string) => s3.client.send(new GetBucketAnalyticsConfigurationCommand({ Bucket, Id }));

describe('a configuration that a bucket has several of', () => {
  test('comes back under its id as it was put, until it is deleted', async () => {
    for (const id of ['b', 'a']) await putAnalytics(id);
    expect((await getAnalytics('a')).AnalyticsConfiguration).toMatchObject({ Id: 'a', Filter: { Prefix: 'a&b/' } });
    const all = async () => {
      const { AnalyticsConfigurationList } = await s3.client.send(
        new ListBucketAnalyticsConfigurationsCommand({ Bucket }),
      );
      return AnalyticsConfigurationList?.map(({ Id }) => Id);
    };
    expect(await all()).toEqual(['a', 'b']);
    const remove = () => s3.client.send(new DeleteBucketAnalyticsConfigurationCommand({ Bucket, Id: 'a' }));
    await remove();
    expect(await all()).toEqual(['b']);
    const gone = { name: 'NoSuchConfiguration', message: 'The specified configuration does not exist.' };
    expect(await failure(getAnalytics('a'))).toMatchObject(gone);
    expect(await failure(remove())).toMatchObject(gone);
  });

  test('is of its own kind: metrics, inventory, tiering', async () => {
    const Id = 'all';
    await putAnalytics(Id);
    await s3.client.send(new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id } }));
    const InventoryConfiguration: InventoryConfiguration = {
      Id,
      IsEnabled: true,
      IncludedObjectVersions: 'All',
      Schedule: { Frequency: 'Daily' },
      Destination: { S3BucketDestination: { Bucket: `arn:aws:s3:::${Bucket}`, Format: 'CSV' } },
    };
    await s3.client.send(new PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration }));
    const IntelligentTieringConfiguration: IntelligentTieringConfiguration = {
      Id,
      Status: 'Enabled',
      Tierings: [{ Days: 90, AccessTier: 'ARCHIVE_ACCESS' }],
    };
    await s3.client.send(
      new PutBucketIntelligentTieringConfigurationCommand({ Bucket, Id, IntelligentTieringConfiguration }),
    );
    const metrics = await s3.client.send(new GetBucketMetricsConfigurationCommand({ Bucket, Id }));
    expect(metrics.MetricsConfiguration).toEqual({ Id });
    const inventory = await s3.client.send(new GetBucketInventoryConfigurationCommand({ Bucket, Id }));
    expect(inventory).toMatchObject({ InventoryConfiguration });
    const tiering = await s3.client.send(new GetBucketIntelligentTieringConfigurationCommand({ Bucket, Id }));
    expect(tiering).toMatchObject({ IntelligentTieringConfiguration });
  });

  test('is listed a hundred at a time', async () => {
    for (let at = 100; at <= 200; at++) {
      const Id = `m${at}`;
      await s3.client.send(new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id } }));
    }
    const list = (ContinuationToken?: string) =>
      s3.client.send(new ListBucketMetricsConfigurationsCommand({ Bucket, ContinuationToken }));
    const first = await list();
    expect([first.IsTruncated, first.MetricsConfigurationList!.length]).toEqual([true, 100]);
    const rest = await list(first.NextContinuationToken);
    expect(rest).toMatchObject({ IsTruncated: false, MetricsConfigurationList: [{ Id: 'm200' }] });
  });

  test('says the id that it is put under, and what its kind must say', async () => {
    expect(await failure(putAnalytics('a', analyticsOf('b')))).toMatchObject({ name: 'IdMismatch' });
    const bare = { Id: 'a' } as AnalyticsConfiguration;
    expect(await failure(putAnalytics('a', bare))).toMatchObject({ name: 'MalformedXML' });
  });
});
