import { expect, test } from 'vitest';
import { synthesizeStack } from './synthesize.ts';

test('E08: only the bucket of uploads announces objects, and what is made goes into another', () => {
  const { Resources } = synthesizeStack({ stage: 'dev' });
  const buckets = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::S3::Bucket');
  const announcing = buckets.filter(([, { Properties }]) => 'NotificationConfiguration' in (Properties as object));
  expect(announcing.map(([id]) => id)).toEqual([expect.stringMatching(/^VideosUploads/)]);
  const writers = Object.entries(Resources).filter(
    ([id, { Type, Properties }]) =>
      Type === 'AWS::IAM::Policy' &&
      id.startsWith('VideosLanes') &&
      JSON.stringify(Properties).includes('s3:PutObject'),
  );
  expect(writers).toHaveLength(2);
  for (const [id, { Properties }] of writers) {
    const { Statement } = (Properties as { PolicyDocument: { Statement: { Action: unknown; Resource: unknown }[] } })
      .PolicyDocument;
    const puts = Statement.filter(({ Action }) => JSON.stringify(Action).includes('s3:PutObject'));
    expect(JSON.stringify(puts), id).not.toContain('VideosUploads');
  }
});
