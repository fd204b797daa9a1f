import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketReplicationCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  GetBucketLoggingCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  type LifecycleRule,
  type ObjectOwnership,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { clientOptions } from '../sdk.ts';
import { failure, newS3, withBucket } from './fixture.ts';

const Bucket = 'media';
const expired = { Status: 'Enabled', Expiration: { Days: 1 } } as const;
const marked = { Status: 'Enabled', Expiration: { ExpiredObjectDeleteMarker: true } } as const;
const aborted = { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } } as const;
let s3: ReturnType<typeof newS3>;
beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

describe('a bucket', () => {
  test('is found once created, and gone once deleted', async () => {
    expect(await s3.client.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-east-1' });
    const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
    expect(Buckets).toMatchObject([{ Name: 'media', CreationDate: new Date(Date.UTC(2026, 0, 1)) }]);
    await s3.client.send(new DeleteBucketCommand({ Bucket }));
    expect(await failure(s3.client.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ name: 'NotFound' });
  });

  test.each(['ab', 'Upper', 'a..b', '-a', 'a-', '192.168.0.1', 'xn--a', 'a_b'])(
    'may not be called %s',
    async (name) => {
      const answer = await s3.send({ method: 'PUT', path: `/${name}` });
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('InvalidBucketName') as string });
    },
  );

  test('that holds objects cannot be deleted', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    expect(await failure(s3.client.send(new DeleteBucketCommand({ Bucket })))).toMatchObject({
      name: 'BucketNotEmpty',
    });
  });

  test('made again succeeds in us-east-1 and fails elsewhere', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket }));
    const other = newS3({ region: 'eu-west-1' });
    const create = () =>
      other.client.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
      );
    await create();
    expect(await failure(create())).toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    expect(await other.client.send(new GetBucketLocationCommand({ Bucket }))).toMatchObject({
      LocationConstraint: 'eu-west-1',
    });
  });

  test('is made for any region from us-east-1 and tells which', async () => {
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    const create = () => s3.client.send(new CreateBucketCommand({ Bucket: 'other', CreateBucketConfiguration }));
    await create();
    expect(await s3.client.send(new GetBucketLocationCommand({ Bucket: 'other' }))).toMatchObject({
      LocationConstraint: 'eu-west-1',
    });
    expect(await s3.client.send(new HeadBucketCommand({ Bucket: 'other' }))).toMatchObject({
      BucketRegion: 'eu-west-1',
    });
    expect(await failure(create())).toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  });

  test('is made elsewhere for that region alone', async () => {
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-2' } as const;
    const create = newS3({ region: 'eu-west-1' }).client.send(
      new CreateBucketCommand({ Bucket: 'other', CreateBucketConfiguration }),
    );
    expect(await failure(create)).toMatchObject({ name: 'IllegalLocationConstraintException' });
  });

  test('answers to its own host name', async () => {
    const client = new S3Client({ ...clientOptions(s3.service), endpoint: 'http://localhost:4566' });
    await client.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'x' }));
    expect(s3.s3.bucket(Bucket).versions.has('a/b')).toBe(true);
    for (const host of ['media.s3.us-east-1.amazonaws.com', 'media.s3.localhost:4566', 'media.localhost:4566']) {
      expect((await s3.send({ url: '/a/b', headers: { host } })).status).toBe(200);
    }
  });

  test('of another owner is not for us', async () => {
    const list = s3.client.send(new ListObjectsV2Command({ Bucket, ExpectedBucketOwner: '999999999999' }));
    expect(await failure(list)).toMatchObject({ name: 'AccessDenied' });
  });
});

describe('configuration', () => {
  test('that was never made is named missing', async () => {
    const errors = await Promise.all(
      [
        new GetBucketPolicyCommand({ Bucket }),
        new GetBucketCorsCommand({ Bucket }),
        new GetBucketLifecycleConfigurationCommand({ Bucket }),
        new GetBucketTaggingCommand({ Bucket }),
      ].map((command) => failure(s3.client.send(command as GetBucketPolicyCommand))),
    );
    expect(errors.map(({ name }) => name)).toEqual([
      'NoSuchBucketPolicy',
      'NoSuchCORSConfiguration',
      'NoSuchLifecycleConfiguration',
      'NoSuchTagSet',
    ]);
  });

  test('of versioning is empty, then what was put', async () => {
    expect((await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    expect((await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  });

  test('of CORS comes back', async () => {
    const CORSRules = [
      {
        AllowedMethods: ['PUT'],
        AllowedOrigins: ['https://*.example.com'],
        MaxAgeSeconds: 60,
        ExposeHeaders: ['ETag'],
      },
    ];
    await s3.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    expect((await s3.client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toMatchObject(CORSRules);
    const wrong = { CORSRules: [{ AllowedMethods: ['PATCH'], AllowedOrigins: ['*'] }] };
    const put = s3.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: wrong }));
    expect(await failure(put)).toMatchObject({
      message: 'Found unsupported HTTP method in CORS config. Unsupported method is PATCH',
    });
  });

  test('of lifecycle comes back', async () => {
    const Rules = [
      { ID: 'a', Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } },
      {
        ID: 'b',
        Status: 'Disabled' as const,
        Filter: { And: { Prefix: 'x', Tags: [{ Key: 'k', Value: 'v' }] } },
        Expiration: { Days: 2 },
      },
      {
        ID: 'c',
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
    ];
    const LifecycleConfiguration = { Rules };
    await s3.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    expect((await s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toMatchObject(Rules);
  });

  test.each<[LifecycleRule[], string]>([
    [
      [{ ...marked, Filter: { Tag: { Key: 'a', Value: 'b' } } }],
      'ExpiredObjectDeleteMarker cannot be specified with Tags.',
    ],
    [
      [{ ...marked, Filter: { ObjectSizeLessThan: 5 } }],
      'ExpiredObjectDeleteMarker cannot be specified with Object Size.',
    ],
    [
      [{ ...aborted, Filter: { Tag: { Key: 'a', Value: 'b' } } }],
      'AbortIncompleteMultipartUpload cannot be specified with Tags.',
    ],
    [
      [{ ...aborted, Filter: { ObjectSizeGreaterThan: 0 } }],
      'AbortIncompleteMultipartUpload cannot be specified with Object Size.',
    ],
    [
      [{ ...expired, Filter: { And: { ObjectSizeGreaterThan: 10, ObjectSizeLessThan: 10 } } }],
      "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.",
    ],
    [[{ ...expired, Filter: { Prefix: 'a'.repeat(1025) } }], 'The maximum size of a prefix is 1024'],
    [
      [{ ...expired, Filter: { Tag: { Key: 'k'.repeat(129), Value: '' } } }],
      "A Tag's Key must be a length between 1 and 128.",
    ],
    [
      [{ ...expired, Filter: { Tag: { Key: 'k', Value: 'v'.repeat(257) } } }],
      "A Tag's Value must be a length between 0 and 256.",
    ],
    [
      [
        { ...expired, Filter: { Prefix: 'a' } },
        { ...expired, Prefix: 'b' },
      ],
      'Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.',
    ],
    [
      [
        {
          Status: 'Enabled',
          Prefix: '',
          NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 1 },
        },
      ],
      'NewerNoncurrentVersions element can only be used in Lifecycle V2.',
    ],
  ])('of lifecycle is refused: %j', async (Rules, message) => {
    const put = new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } });
    expect(await failure(s3.client.send(put))).toMatchObject({ name: 'InvalidRequest', message });
  });

  test('of tags comes back', async () => {
    const TagSet = [{ Key: 'team', Value: 'video' }];
    await s3.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  });

  test('starts with SSE-S3, all public access blocked, and the owner in control', async () => {
    const encryption = await s3.client.send(new GetBucketEncryptionCommand({ Bucket }));
    const [rule] = encryption.ServerSideEncryptionConfiguration!.Rules!;
    expect(rule!.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
    const { PublicAccessBlockConfiguration } = await s3.client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(PublicAccessBlockConfiguration).toMatchObject({ BlockPublicPolicy: true });
    const { Grants } = await s3.client.send(new GetBucketAclCommand({ Bucket }));
    expect(Grants).toMatchObject([{ Permission: 'FULL_CONTROL', Grantee: { Type: 'CanonicalUser' } }]);
  });

  test('that cannot be made is answered as never made', async () => {
    const none = (command: Promise<unknown>) => failure(command).then(({ name }) => name);
    expect(await none(s3.client.send(new GetBucketWebsiteCommand({ Bucket })))).toBe('NoSuchWebsiteConfiguration');
    expect(await none(s3.client.send(new GetBucketReplicationCommand({ Bucket })))).toBe(
      'ReplicationConfigurationNotFoundError',
    );
    expect(await s3.client.send(new GetBucketRequestPaymentCommand({ Bucket }))).toMatchObject({
      Payer: 'BucketOwner',
    });
    expect((await s3.client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  });

  test('of ownership may leave objects to their writers, who are the owner too', async () => {
    const owned = (ObjectOwnership: ObjectOwnership) =>
      s3.client.send(
        new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
      );
    await owned('ObjectWriter');
    await s3.client.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }));
    expect(await failure(owned('Nobody' as never))).toMatchObject({ name: 'MalformedXML' });
  });

  test('by access control lists is off: the bucket owns its objects', async () => {
    expect(await failure(s3.client.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' })))).toMatchObject({
      name: 'AccessControlListNotSupported',
    });
  });

  test('that is not simulated is refused by name', async () => {
    const ReplicationConfiguration = { Role: 'r', Rules: [] };
    const put = s3.client.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    expect(await failure(put)).toMatchObject({ name: 'NotSimulated' });
  });

  test('must be well-formed XML without a DTD', async () => {
    for (const body of ['<Tagging>', '', '<!DOCTYPE a [<!ENTITY b "c">]><Tagging><TagSet/></Tagging>', '<Other/>']) {
      const answer = await s3.send({ method: 'PUT', url: '/media?tagging', body: Buffer.from(body) });
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('MalformedXML') as string });
    }
  });
});

describe('a bucket policy', () => {
  const statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  };
  const put = (...statements: object[]) => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    return s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  };

  test('comes back as it was given and is put before every check', async () => {
    await put(statement);
    const { Policy } = await s3.client.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy!)).toMatchObject({ Statement: [statement] });
    const status = await s3.client.send(new GetBucketPolicyStatusCommand({ Bucket }));
    expect(status.PolicyStatus).toEqual({ IsPublic: false });
    await s3.client.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect(await failure(s3.client.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
  });

  test.each([
    ['another bucket', { ...statement, Resource: 'arn:aws:s3:::other/*' }, 'Policy has invalid resource'],
    ['another service', { ...statement, Action: 'sqs:*' }, 'Policy has invalid action'],
    ['nobody', { ...statement, Principal: undefined }, 'Missing required field Principal'],
    [
      'a bucket, but names objects alone',
      { ...statement, Action: ['s3:GetObject', 's3:ListBucket'], Resource: `arn:aws:s3:::${Bucket}/*` },
      'Action does not apply to any resource(s) in statement',
    ],
    [
      'objects, but names the bucket alone',
      { ...statement, Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}` },
      'Action does not apply to any resource(s) in statement',
    ],
  ])('about %s is malformed', async (_what, wrong, message) => {
    expect(await failure(put(wrong))).toMatchObject({ name: 'MalformedPolicy', message });
  });

  test('is of a version that exists, and says something', async () => {
    expect(await failure(put())).toMatchObject({ message: 'Could not parse the policy: Statement is empty!' });
    const Policy = JSON.stringify({ Version: '2020-01-01', Statement: [statement] });
    expect(await failure(s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy })))).toMatchObject({
      name: 'MalformedPolicy',
      message: 'The policy must contain a valid version string',
    });
  });

  test('that opens the bucket to everyone is blocked', async () => {
    expect(await failure(put({ ...statement, Effect: 'Allow' }))).toMatchObject({ name: 'AccessDenied' });
  });
});

test('every action asks for its permission before it acts', async () => {
  const asked: string[] = [];
  const guarded = newS3({ authorize: ({ action, resource }) => void asked.push(`${action} ${resource}`) });
  await guarded.client.send(new CreateBucketCommand({ Bucket }));
  await guarded.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', Tagging: 'a=1' }));
  await guarded.client.send(new ListObjectsV2Command({ Bucket }));
  expect(asked).toEqual([
    's3:CreateBucket arn:aws:s3:::media',
    's3:PutObject arn:aws:s3:::media/a',
    's3:PutObjectTagging arn:aws:s3:::media/a',
    's3:ListBucket arn:aws:s3:::media',
  ]);
});

describe('a setting is refused', () => {
  test('for a bucket that is not there, before it is read', async () => {
    const encryption = { Bucket: 'nowhere', ServerSideEncryptionConfiguration: { Rules: [] } };
    expect(await failure(s3.client.send(new PutBucketEncryptionCommand(encryption)))).toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  test('where versioning says nothing', async () => {
    const command = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} });
    expect(await failure(s3.client.send(command))).toMatchObject({
      name: 'IllegalVersioningConfigurationException',
      message: 'The Versioning element must be specified',
    });
  });

  test.each([
    ['aws:', 'System tags cannot be added/updated by requester'],
    ['a,b', 'The TagKey you have provided is invalid'],
  ])('where a tag has the key %s', async (Key, message) => {
    const Tagging = { TagSet: [{ Key, Value: '1' }] };
    expect(await failure(s3.client.send(new PutBucketTaggingCommand({ Bucket, Tagging })))).toMatchObject({
      name: 'InvalidTag',
      message,
      TagKey: Key,
    });
  });
});

test('an access policy starts as JSON does', async () => {
  const put = (Policy: string) => s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const malformed = (message: string) => ({ name: 'MalformedPolicy', message });
  const first = malformed("Policies must be valid JSON and the first byte must be '{'");
  expect(await failure(put('random'))).toMatchObject(first);
  expect(await failure(put('{'))).toMatchObject(malformed('This policy contains invalid Json'));
  expect(await failure(put('{}'))).toMatchObject(malformed('Missing required field Statement'));
});

test('lists of buckets tell regions to those who ask for one, or for anything else', async () => {
  const elsewhere = { LocationConstraint: 'eu-west-1' } as const;
  await s3.client.send(new CreateBucketCommand({ Bucket: 'far', CreateBucketConfiguration: elsewhere }));
  const list = async (more: object) => (await s3.client.send(new ListBucketsCommand(more))).Buckets;
  expect((await list({}))!.map(({ BucketRegion }) => BucketRegion)).toEqual([undefined, undefined]);
  expect(await list({ BucketRegion: 'eu-west-1' })).toMatchObject([{ Name: 'far', BucketRegion: 'eu-west-1' }]);
});

test.each([
  [{ MaxBuckets: 0 }, 'Argument max-buckets must be an integer between 1 and 10000'],
  [{ MaxBuckets: 10_001 }, 'Argument max-buckets must be an integer between 1 and 10000'],
  [{ BucketRegion: 'zz' }, 'Argument value zz is not a valid AWS Region'],
  [{ ContinuationToken: 'made-up' }, 'The continuation token provided is incorrect'],
])('a list of buckets is refused for %j', async (more, message) => {
  expect(await failure(s3.client.send(new ListBucketsCommand(more)))).toMatchObject({
    name: 'InvalidArgument',
    message,
  });
});

test('a bucket that is there is not made again with tags', async () => {
  const CreateBucketConfiguration = { Tags: [{ Key: 'a', Value: '1' }] };
  const again = s3.client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  expect(await failure(again)).toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
});

test('an empty set of tags is none', async () => {
  await s3.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }));
  await s3.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } }));
  expect(await failure(s3.client.send(new GetBucketTaggingCommand({ Bucket })))).toMatchObject({
    name: 'NoSuchTagSet',
  });
});

test('what is said about public access says something', async () => {
  const PublicAccessBlockConfiguration = {};
  const command = new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration });
  expect(await failure(s3.client.send(command))).toMatchObject({
    name: 'InvalidRequest',
    message: 'Must specify at least one configuration.',
  });
});
