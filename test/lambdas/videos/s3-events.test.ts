import { describe, expect, test } from 'vitest';
import { encodeEventKey } from '../../../local/services/s3/notifications/event.ts';
import { s3EventSchema, uploadsIn } from '../../../lambdas/videos/s3-events.ts';

const id = '0f5b0cf7-2a93-5f97-854a-3fb5786b4055';

function record(changes: { key?: string; bucket?: string; eventName?: string; versionId?: string } = {}) {
  const { key = `raw/${id}`, bucket = 'ours', eventName = 'ObjectCreated:Post', versionId = 'v1' } = changes;
  return { eventName, s3: { bucket: { name: bucket }, object: { key, versionId, size: 1 } } };
}

const read = (...records: object[]) => uploadsIn(s3EventSchema.parse({ Records: records }), 'ours');

describe('events of S3', () => {
  test('E04: the test event of a new configuration is none, and so is a message without records', () => {
    expect(
      uploadsIn(s3EventSchema.parse({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'ours' }), 'ours'),
    ).toEqual([]);
    expect(read()).toEqual([]);
  });

  test('E04: five records in one message are five uploads', () => {
    const ids = [1, 2, 3, 4, 5].map((n) => id.replace(/5$/, String(n)));
    expect(read(...ids.map((each) => record({ key: `raw/${each}` }))).map(({ videoId }) => videoId)).toEqual(ids);
  });

  test('E04: a removal is no upload', () => {
    expect(read(record({ eventName: 'ObjectRemoved:Delete' }))).toEqual([]);
  });

  test('E03: another bucket, and keys outside of the uploads, are ignored', () => {
    const foreign = [
      record({ bucket: 'theirs' }),
      record({ key: id }),
      record({ key: `out/${id}` }),
      record({ key: 'raw/' }),
    ];
    expect(read(...foreign, record())).toEqual([{ videoId: id, versionId: 'v1' }]);
  });

  test.each([
    `raw/${id} `,
    `raw/+${id}`,
    `raw/%2F${id}`,
    `raw/%25${id}`,
    `raw/../raw/${id}`,
    `raw/./${id}`,
    `raw//${id}`,
    `raw/${id}/`,
    `raw/ü/${id}`,
    `raw/${'x'.repeat(1000)}`,
  ])('E06: the odd key %s names nothing of ours', (key) => {
    expect(read(record({ key: encodeEventKey(key) }))).toEqual([]);
  });

  test('E06: keys are decoded exactly once', () => {
    expect(read(record({ key: `raw%2F${id}` }))).toHaveLength(1);
    expect(read(record({ key: `raw%252F${id}` }))).toEqual([]);
    expect(read(record({ key: '%E0%A4%A' }))).toEqual([]);
  });
});
