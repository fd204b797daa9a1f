import {
  HeadObjectCommand,
  PutBucketOwnershipControlsCommand,
  PutObjectAclCommand,
  PutObjectTaggingCommand,
  GetBucketLifecycleConfigurationCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
  type Event,
  type LifecycleRule,
  type NotificationConfiguration,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { failure, newS3, withBucket } from './fixture.ts';

const Bucket = 'media';
const TopicArn = 'arn:aws:sns:us-east-1:123456789012:uploads';
const QueueArn = 'arn:aws:sqs:us-east-1:123456789012:uploads';
const day = 86_400_000;
let s3: ReturnType<typeof newS3>;

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

const put = (Key: string, Body = 'hello') => s3.client.send(new PutObjectCommand({ Bucket, Key, Body }));
const remove = (Key: string) => s3.client.send(new DeleteObjectCommand({ Bucket, Key }));
const configure = (NotificationConfiguration: NotificationConfiguration) =>
  s3.client.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
const versioned = () =>
  s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));

async function events() {
  await s3.clock.advance(0);
  return s3.delivered
    .map(
      ({ message }) =>
        JSON.parse(message) as { Records?: { eventName: string; s3: { object: Record<string, unknown> } }[] },
    )
    .flatMap(({ Records = [] }) => Records);
}

describe('a notification', () => {
  test('tells a topic of a new object', async () => {
    await configure({ TopicConfigurations: [{ Id: 'new', TopicArn, Events: ['s3:ObjectCreated:*'] }] });
    await put('raw/a.mp4');
    const [event] = await events();
    expect(event).toMatchObject({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: '2026-01-01T00:00:00.000Z',
      eventName: 'ObjectCreated:Put',
      s3: {
        configurationId: 'new',
        bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
        object: { key: 'raw/a.mp4', size: 5, eTag: '5d41402abc4b2a76b9719d911017c592' },
      },
    });
    expect(event!.s3.object['sequencer']).toMatch(/^[0-9A-F]+$/);
  });

  test('names how the object came or went', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }] });
    await put('a');
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'c' }));
    const part = await s3.client.send(new UploadPartCommand({ Bucket, Key: 'c', UploadId, PartNumber: 1, Body: 'x' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    await s3.client.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'c', UploadId, MultipartUpload }));
    await remove('a');
    await versioned();
    await remove('b');
    expect((await events()).map(({ eventName }) => eventName)).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:CompleteMultipartUpload',
      'ObjectRemoved:Delete',
      'ObjectRemoved:DeleteMarkerCreated',
    ]);
  });

  test('tells of a change beside the body, an access control list or tags, without size and order', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectTagging:*', 's3:ObjectAcl:Put'] }] });
    const Rules = [{ ObjectOwnership: 'ObjectWriter' as const }];
    await s3.client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
    await put('a');
    const id = { Bucket, Key: 'a' };
    await s3.client.send(new PutObjectTaggingCommand({ ...id, Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }));
    for (const ACL of ['private', 'aws-exec-read', 'aws-exec-read'] as const)
      await s3.client.send(new PutObjectAclCommand({ ...id, ACL }));
    const object = { key: 'a', eTag: '5d41402abc4b2a76b9719d911017c592' };
    expect(await events()).toMatchObject([
      { eventVersion: '2.3', eventName: 'ObjectTagging:Put' },
      { eventVersion: '2.3', eventName: 'ObjectAcl:Put' },
    ]);
    expect((await events()).map((event) => event.s3.object)).toEqual([object, object]);
  });

  test('of a marker has the ETag of nothing', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectRemoved:*'] }] });
    await versioned();
    await remove('a');
    const [event] = await events();
    expect(event!.s3.object).toMatchObject({ key: 'a', eTag: 'd41d8cd98f00b204e9800998ecf8427e' });
    expect(event!.s3.object).not.toHaveProperty('size');
  });

  test('carries the key as a form would', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }] });
    await put('raw/a b+c%2F(é)~.mp4');
    const [event] = await events();
    expect(event!.s3.object['key']).toBe('raw/a+b%2Bc%252F%28%C3%A9%29%7E.mp4');
  });

  test('is only for keys with its prefix and suffix', async () => {
    const FilterRules = [
      { Name: 'prefix' as const, Value: 'raw/' },
      { Name: 'suffix' as const, Value: '.mp4' },
    ];
    await configure({
      QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:Put'], Filter: { Key: { FilterRules } } }],
    });
    for (const key of ['raw/a.mp4', 'raw/a.mov', 'out/a.mp4']) await put(key);
    expect((await events()).map((event) => event.s3.object['key'])).toEqual(['raw/a.mp4']);
  });

  test('has a growing sequencer', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }] });
    await put('a');
    await remove('a');
    await put('a');
    const order = (await events()).map((event) => event.s3.object['sequencer'] as string);
    expect(order).toEqual([...new Set(order)].toSorted());
  });

  test('comes again until it is taken', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }] });
    let failures = 2;
    s3.control.refuse = () => {
      if (failures-- > 0) throw new Error('throttled');
    };
    await put('a');
    await s3.clock.advance(10_000);
    expect(await events()).toHaveLength(1);
    expect(s3.journal.filter(({ event }) => event === 'notification-failed')).toHaveLength(2);
    expect(s3.s3.store.pending.size).toBe(0);
  });

  test('begins with a test event for topics and queues, not for functions', async () => {
    const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:123456789012:function:plan';
    await configure({
      QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }],
      LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectRemoved:*'] }],
    });
    expect(s3.delivered.map(({ arn, message }) => [arn, (JSON.parse(message) as { Event: string }).Event])).toEqual([
      [QueueArn, 's3:TestEvent'],
    ]);
    await put('a');
    await remove('a');
    await events();
    expect(s3.delivered.at(-1)).toMatchObject({ kind: 'function', arn: LambdaFunctionArn });
  });
});

describe('a notification configuration', () => {
  test('comes back as it was put', async () => {
    const TopicConfigurations = [{ Id: 'x', TopicArn, Events: ['s3:ObjectCreated:Put' as const] }];
    await configure({ TopicConfigurations });
    const answer = await s3.client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(answer).toMatchObject({ TopicConfigurations });
  });

  test('whose queue takes no test event is refused', async () => {
    s3.control.refuse = () => {
      throw new Error('AccessDenied');
    };
    expect(
      await failure(configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }] })),
    ).toMatchObject({
      name: 'InvalidArgument',
      message: 'Unable to validate the following destination configurations',
      ArgumentName1: QueueArn,
      ArgumentValue1: 'Permissions on the destination queue do not allow S3 to publish notifications from this bucket',
    });
    expect(s3.s3.bucket(Bucket).record.notifications).toBeUndefined();
  });

  test('whose ARN is none is refused, though its destinations are not to be tried', async () => {
    const QueueConfigurations = [{ QueueArn: 'uploads', Events: ['s3:ObjectCreated:*' as const] }];
    const input = { Bucket, NotificationConfiguration: { QueueConfigurations }, SkipDestinationValidation: true };
    expect(await failure(s3.client.send(new PutBucketNotificationConfigurationCommand(input)))).toMatchObject({
      name: 'InvalidArgument',
      message: 'The ARN could not be parsed',
      ArgumentName: 'Queue',
      ArgumentValue: 'uploads',
    });
  });

  test.each<[string, NotificationConfiguration, string]>([
    [
      'a FIFO queue',
      { QueueConfigurations: [{ QueueArn: `${QueueArn}.fifo`, Events: ['s3:ObjectCreated:*'] }] },
      'InvalidArgument',
    ],
    ['an unknown event', { QueueConfigurations: [{ QueueArn, Events: ['s3:Nothing' as Event] }] }, 'InvalidArgument'],
    [
      'two rules for one event',
      {
        QueueConfigurations: [{ Id: '1', QueueArn, Events: ['s3:ObjectCreated:*'] }],
        TopicConfigurations: [{ Id: '2', TopicArn, Events: ['s3:ObjectCreated:Put'] }],
      },
      'InvalidArgument',
    ],
    ['EventBridge', { EventBridgeConfiguration: {} }, 'NotSimulated'],
    [
      'events never raised here',
      { QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectRestore:Post'] }] },
      'NotSimulated',
    ],
  ])('with %s is refused', async (_what, configuration, name) => {
    expect(await failure(configure(configuration))).toMatchObject({ name });
  });
});

const rule = (more: Partial<LifecycleRule>) =>
  s3.client.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: { Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, ...more }] },
    }),
  );

const keys = () => [...s3.s3.bucket(Bucket).versions.keys()];

const malformed = { name: 'MalformedXML' };

describe('a lifecycle rule', () => {
  test('expires objects at the midnight after their days', async () => {
    await rule({ Expiration: { Days: 1 } });
    await s3.clock.advance(1);
    await put('tmp/a');
    await put('kept');
    await s3.clock.advance(2 * day - 2);
    expect(keys()).toEqual(['tmp/a', 'kept']);
    await s3.clock.advance(1);
    expect(keys()).toEqual(['kept']);
  });

  test('tells what it lets expire when, the soonest first', async () => {
    await rule({ Expiration: { Days: 3 }, Filter: { Prefix: '' } });
    const { Expiration } = await put('tmp/a');
    expect(Expiration).toBe('expiry-date="Sun, 04 Jan 2026 00:00:00 GMT", rule-id="r"');
    const head = (more: object = {}) => s3.client.send(new HeadObjectCommand({ Bucket, Key: 'tmp/a', ...more }));
    expect(await head()).toMatchObject({ Expiration });
    expect((await head({ VersionId: 'null' })).Expiration).toBeUndefined();
    await rule({ Expiration: { Days: 3 }, Status: 'Disabled' });
    expect((await head()).Expiration).toBeUndefined();
  });

  test.each<[string, Partial<LifecycleRule>, object]>([
    ['a prefix beside its filter', { Prefix: 'a' }, malformed],
    ['conditions that And does not join', { Filter: { Prefix: 'a', ObjectSizeGreaterThan: 1 } }, malformed],
    ['an end by days and by marker', { Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }, malformed],
    ['old versions that expire never', { NoncurrentVersionExpiration: {} }, malformed],
    ['a time of day', { Expiration: { Date: new Date(1) } }, { message: "'Date' must be at midnight GMT" }],
    [
      'a tag twice',
      {
        Filter: {
          And: {
            Tags: [
              { Key: 'a', Value: '1' },
              { Key: 'a', Value: '2' },
            ],
          },
        },
      },
      { name: 'InvalidRequest', message: 'Duplicate Tag Keys are not allowed.' },
    ],
  ])('is refused with %s', async (_what, more, refused) => {
    expect(await failure(rule({ Expiration: { Days: 1 }, ...more }))).toMatchObject(refused);
  });

  test('comes back with the filter it was given, if it is empty too', async () => {
    const filters = [{}, { Prefix: '' }];
    for (const Filter of filters) {
      await rule({ Expiration: { Days: 1 }, Filter });
      const { Rules } = await s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      expect(Rules![0]!.Filter).toEqual(Filter);
    }
  });

  test('aborts uploads left unfinished', async () => {
    await rule({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } });
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'tmp/big' }));
    await s3.client.send(new UploadPartCommand({ Bucket, Key: 'tmp/big', UploadId, PartNumber: 1, Body: 'x' }));
    await s3.clock.advance(day);
    expect(s3.s3.bucket(Bucket).uploads.size).toBe(0);
  });

  test('hides versioned objects behind a marker and expires old versions', async () => {
    await versioned();
    await rule({ Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
    await put('tmp/a');
    await s3.clock.advance(day);
    expect(
      s3.s3
        .bucket(Bucket)
        .versions.get('tmp/a')!
        .map(({ deleteMarker }) => deleteMarker),
    ).toEqual([false, true]);
    await s3.clock.advance(2 * day);
    expect(keys()).toEqual([]);
  });

  test('raises its own events', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:LifecycleExpiration:*'] }] });
    await rule({ Expiration: { Days: 1 } });
    await put('tmp/a');
    await s3.clock.advance(day);
    expect((await events()).map(({ eventName }) => eventName)).toEqual(['LifecycleExpiration:Delete']);
  });

  test('does nothing while disabled, and sets no timer', async () => {
    await rule({ Status: 'Disabled', Expiration: { Days: 1 } });
    expect(s3.clock.next()).toBeUndefined();
  });

  test('moves objects of 128 KB and more to ever colder storage', async () => {
    await configure({ QueueConfigurations: [{ QueueArn, Events: ['s3:LifecycleTransition'] }] });
    await rule({
      Transitions: [
        { Days: 30, StorageClass: 'STANDARD_IA' },
        { Days: 60, StorageClass: 'GLACIER' },
      ],
      Expiration: { Days: 90 },
    });
    const large = 'x'.repeat(128 * 1024);
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'tmp/large', Body: large }));
    await put('tmp/small');
    const classes = () => keys().map((key) => [key, s3.s3.current(s3.s3.bucket(Bucket), key)!.storageClass]);
    await s3.clock.advance(31 * day);
    expect(classes()).toEqual([
      ['tmp/large', 'STANDARD_IA'],
      ['tmp/small', 'STANDARD'],
    ]);
    await s3.clock.advance(30 * day);
    expect(classes()[0]).toEqual(['tmp/large', 'GLACIER']);
    expect((await events()).map(({ eventName }) => eventName)).toEqual(['LifecycleTransition', 'LifecycleTransition']);
  });

  test('moves also small objects to archives, where sizes are to vary by class', async () => {
    const read = async () => {
      const answer = await s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      return answer.TransitionDefaultMinimumObjectSize;
    };
    const archive = (TransitionDefaultMinimumObjectSize: TransitionDefaultMinimumObjectSize) => {
      const Transitions = [{ Days: 30, StorageClass: 'GLACIER' as const }];
      const Rules = [{ Status: 'Enabled' as const, Filter: { Prefix: '' }, Transitions }];
      const input = { Bucket, LifecycleConfiguration: { Rules }, TransitionDefaultMinimumObjectSize };
      return s3.client.send(new PutBucketLifecycleConfigurationCommand(input));
    };
    await rule({ Expiration: { Days: 1 } });
    expect(await read()).toBe('all_storage_classes_128K');
    expect(await failure(archive('any' as 'varies_by_storage_class'))).toMatchObject({
      name: 'InvalidRequest',
      message: 'Invalid TransitionDefaultMinimumObjectSize found: any',
    });
    await archive('varies_by_storage_class');
    expect(await read()).toBe('varies_by_storage_class');
    await put('small');
    await s3.clock.advance(31 * day);
    expect(s3.s3.current(s3.s3.bucket(Bucket), 'small')!.storageClass).toBe('GLACIER');
  });

  test('moves versions once they are no longer current', async () => {
    await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await rule({
      Filter: { And: { Prefix: 'tmp/', ObjectSizeGreaterThan: 0 } },
      NoncurrentVersionTransitions: [{ NoncurrentDays: 1, StorageClass: 'DEEP_ARCHIVE' }],
    });
    await put('tmp/a');
    await put('tmp/a');
    await s3.clock.advance(2 * day);
    const versions = s3.s3.bucket(Bucket).versions.get('tmp/a')!;
    expect(versions.map(({ storageClass }) => storageClass)).toEqual(['DEEP_ARCHIVE', 'STANDARD']);
  });

  test.each([
    ['a class that is not for moving to', { Transitions: [{ Days: 1, StorageClass: 'STANDARD' }] }, 'MalformedXML'],
    ['a move that comes too early', { Transitions: [{ Days: 29, StorageClass: 'STANDARD_IA' }] }, 'InvalidArgument'],
    [
      'two moves to one class',
      {
        Transitions: [
          { Days: 1, StorageClass: 'GLACIER' },
          { Days: 2, StorageClass: 'GLACIER' },
        ],
      },
      'InvalidRequest',
    ],
    [
      'days beside a date',
      { Transitions: [{ Days: 1, StorageClass: 'GLACIER' }], Expiration: { Date: new Date(day * 30_000) } },
      'InvalidRequest',
    ],
    [
      'an expiry before the move',
      { Transitions: [{ Days: 40, StorageClass: 'GLACIER' }], Expiration: { Days: 40 } },
      'InvalidArgument',
    ],
  ] as const)('with %s is refused', async (_what, given, name) => {
    expect(await failure(rule(given as never))).toMatchObject({ name });
  });
});
