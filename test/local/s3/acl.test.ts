import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetObjectAclCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type BucketCannedACL,
  type Grant,
  type ObjectCannedACL,
  type ObjectOwnership,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAccount } from './account.ts';
import { failure, newS3 } from './fixture.ts';

const Bucket = 'media';
const allUsers = 'http://acs.amazonaws.com/groups/global/AllUsers';

/** As a bucket was before ACLs were switched off. */
async function openBucket(client: S3Client): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket }));
  await own(client, 'ObjectWriter');
  await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
}

function own(client: S3Client, ObjectOwnership: ObjectOwnership) {
  const OwnershipControls = { Rules: [{ ObjectOwnership }] };
  return client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
}

describe('an access control list', () => {
  let s3: ReturnType<typeof newS3>;
  beforeEach(async () => {
    s3 = newS3();
    await openBucket(s3.client);
  });

  const owner = () => ({ Grantee: { ID: s3.s3.ownerId, Type: 'CanonicalUser' as const }, Permission: 'FULL_CONTROL' });
  const everyone = (Permission: string) => ({ Grantee: { URI: allUsers, Type: 'Group' as const }, Permission });
  const ofBucket = async () => (await s3.client.send(new GetBucketAclCommand({ Bucket }))).Grants;
  const put = (more: object) => s3.client.send(new PutBucketAclCommand({ Bucket, ...more }));

  test.each<[BucketCannedACL, () => object[]]>([
    ['private', () => []],
    ['public-read', () => [everyone('READ')]],
    ['public-read-write', () => [everyone('READ'), everyone('WRITE')]],
  ])('called %s grants what its name says', async (ACL, granted) => {
    await put({ ACL });
    expect(await ofBucket()).toEqual([owner(), ...granted()]);
  });

  test('comes back as headers or a document gave it', async () => {
    await put({ GrantRead: `uri="${allUsers}"`, GrantWriteACP: `id="${s3.s3.ownerId}"` });
    expect(await ofBucket()).toEqual([everyone('READ'), { ...owner(), Permission: 'WRITE_ACP' }]);
    const Grants = [owner(), everyone('READ_ACP')] as Grant[];
    await put({ AccessControlPolicy: { Owner: { ID: s3.s3.ownerId }, Grants } });
    expect(await ofBucket()).toEqual(Grants);
  });

  test('of an object is its own, given with it or later', async () => {
    const ofObject = async () => (await s3.client.send(new GetObjectAclCommand({ Bucket, Key: 'a' }))).Grants;
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ACL: 'public-read' }));
    expect(await ofObject()).toEqual([owner(), everyone('READ')]);
    await s3.client.send(new PutObjectAclCommand({ Bucket, Key: 'a', ACL: 'private' }));
    expect(await ofObject()).toEqual([owner()]);
  });

  test('of a bucket that lets others in keeps the bucket from owning its objects', async () => {
    await put({ ACL: 'public-read' });
    expect(await failure(own(s3.client, 'BucketOwnerEnforced'))).toMatchObject({
      name: 'InvalidBucketAclWithObjectOwnership',
    });
    await put({ ACL: 'private' });
    await own(s3.client, 'BucketOwnerEnforced');
  });

  const valid = '0'.repeat(64);
  test.each<[string, object, object]>([
    ['an unknown name', { ACL: 'fake' }, { name: 'InvalidArgument', ArgumentName: 'x-amz-acl', ArgumentValue: 'fake' }],
    ['an unknown group', { GrantRead: 'uri="http://x"' }, { ArgumentName: 'uri', message: 'Invalid group uri' }],
    ['an unknown user', { GrantRead: 'id="x"' }, { ArgumentName: 'id', message: 'Invalid id' }],
    [
      'an unknown kind of grantee',
      { GrantWrite: 'fake="1"' },
      { ArgumentName: 'x-amz-grant-write', ArgumentValue: 'fake="1"', message: 'Argument format not recognized' },
    ],
    ['both a name and grants', { ACL: 'private', GrantRead: `id="${valid}"` }, { name: 'InvalidRequest' }],
    ['nothing', {}, { name: 'MissingSecurityHeader', MissingHeaderName: 'x-amz-acl' }],
    ['a document without an owner', { AccessControlPolicy: { Grants: [] } }, { name: 'MalformedACLError' }],
    [
      'a document with a strange owner',
      { AccessControlPolicy: { Owner: { ID: 'x' }, Grants: [] } },
      { name: 'InvalidArgument', ArgumentName: 'CanonicalUser/ID' },
    ],
    [
      'a name and a document',
      { ACL: 'private', AccessControlPolicy: { Owner: { ID: valid }, Grants: [] } },
      { name: 'UnexpectedContent' },
    ],
  ])('is refused with %s', async (_what, given, refused) => {
    expect(await failure(put(given))).toMatchObject(refused);
  });

  test('that is public is kept out where the bucket blocks it', async () => {
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true };
    await s3.client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await failure(put({ ACL: 'public-read' }))).toMatchObject({ name: 'AccessDenied' });
    await put({ ACL: 'private' });
  });

  test('is for no new bucket that owns its objects or blocks public access', async () => {
    const create = (more: object) => s3.client.send(new CreateBucketCommand({ Bucket: 'new', ...more }));
    expect(await failure(create({ ACL: 'public-read' }))).toMatchObject({
      name: 'InvalidBucketAclWithObjectOwnership',
    });
    expect(await failure(create({ ACL: 'public-read', ObjectOwnership: 'ObjectWriter' }))).toMatchObject({
      name: 'InvalidBucketAclWithBlockPublicAccessError',
    });
  });
});

describe('strangers', () => {
  let account: Awaited<ReturnType<typeof startAccount>>;
  let client: S3Client;
  beforeEach(async () => {
    account = await startAccount();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new S3Client({ region: 'us-east-1', endpoint: account.url, credentials });
    await openBucket(client);
  });
  afterEach(async () => {
    client.destroy();
    await account.stop();
  });

  const status = async (path: string, init?: RequestInit) =>
    (await fetch(`${account.url}/${Bucket}${path}`, init)).status;

  test('read what an ACL makes public, and nothing beside it', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'open', Body: 'x', ACL: 'public-read' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'closed', Body: 'x' }));
    expect([await status('/open'), await status('/closed'), await status('?list-type=2')]).toEqual([200, 403, 403]);
  });

  test('read the versions that are public, and no other of the same object', async () => {
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const put = async (ACL: ObjectCannedACL) =>
      (await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ACL }))).VersionId!;
    const [closed, open] = [await put('private'), await put('public-read')];
    const statuses = () => Promise.all([closed, open].map((id) => status(`/a?versionId=${id}`)));
    expect(await statuses()).toEqual([403, 200]);
    await put('private');
    expect(await statuses()).toEqual([403, 200]);
  });

  test('list and write a bucket that is open to all, and read none of its objects', async () => {
    await client.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read-write' }));
    expect(await status('/theirs', { method: 'PUT', body: 'x' })).toBe(200);
    expect([await status('?list-type=2'), await status('/theirs')]).toEqual([200, 403]);
  });

  test('are kept out while the bucket owns its objects, whose ACLs then tell of its owner alone', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'open', Body: 'x', ACL: 'public-read' }));
    const seen = async () => {
      const { Grants } = await client.send(new GetObjectAclCommand({ Bucket, Key: 'open' }));
      return [await status('/open'), Grants!.map(({ Permission }) => Permission)];
    };
    await own(client, 'BucketOwnerEnforced');
    expect(await seen()).toEqual([403, ['FULL_CONTROL']]);
    await own(client, 'ObjectWriter');
    expect(await seen()).toEqual([200, ['FULL_CONTROL', 'READ']]);
  });

  test('are kept out where the bucket ignores public ACLs', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'open', Body: 'x', ACL: 'public-read' }));
    const PublicAccessBlockConfiguration = { IgnorePublicAcls: true };
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await status('/open')).toBe(403);
  });
});
