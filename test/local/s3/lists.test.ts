import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { SortedKeys, compareKeys } from '../../../local/services/s3/sorted-keys.ts';
import { after, page } from '../../../local/services/s3/listing.ts';
import { failure, newS3, withBucket } from './fixture.ts';

let s3: ReturnType<typeof newS3>;
const Bucket = 'media';
const put = (...keys: string[]) =>
  Promise.all(keys.map((Key) => s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));

beforeEach(async () => {
  s3 = await withBucket(Bucket);
});

const list = (more: object = {}) => s3.client.send(new ListObjectsV2Command({ Bucket, ...more }));

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('ListObjectsV2', () => {
  test('shows keys in the order of their UTF-8 bytes', async () => {
    const keys = ['b', 'a', 'Z', 'é', '\u{1f600}', '\uffee', 'a/b', 'a b'];
    await put(...keys);
    const bytes = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect((await list()).Contents!.map(({ Key }) => Key)).toEqual(bytes);
  });

  test('rolls keys up at the delimiter, below the prefix', async () => {
    await put('a/1', 'a/b/1', 'a/b/2', 'a/c/1', 'b');
    const answer = await list({ Prefix: 'a/', Delimiter: '/' });
    expect(answer.Contents!.map(({ Key }) => Key)).toEqual(['a/1']);
    expect(answer.CommonPrefixes).toEqual([{ Prefix: 'a/b/' }, { Prefix: 'a/c/' }]);
    expect(answer.KeyCount).toBe(3);
  });

  test('pages through everything once, common prefixes included', async () => {
    await put('a', 'b/1', 'b/2', 'c', 'd/1', 'e');
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const answer = await list({ MaxKeys: 1, Delimiter: '/', ContinuationToken });
      seen.push(
        ...(answer.Contents ?? []).map(({ Key }) => Key!),
        ...(answer.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
      );
      ContinuationToken = answer.NextContinuationToken;
      expect(answer.IsTruncated).toBe(ContinuationToken !== undefined);
    } while (ContinuationToken !== undefined);
    expect(seen).toEqual(['a', 'b/', 'c', 'd/', 'e']);
  });

  test('starts after a key', async () => {
    await put('a', 'b', 'c');
    expect((await list({ StartAfter: 'a' })).Contents!.map(({ Key }) => Key)).toEqual(['b', 'c']);
  });

  test('shows nothing for no keys, and no more than 1,000', async () => {
    await put('a');
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect(await list({ MaxKeys: 5000 })).toMatchObject({ MaxKeys: 1000 });
  });

  test('percent-encodes keys when asked', async () => {
    await put('a b&/c');
    expect((await list({ EncodingType: 'url' })).Contents![0]!.Key).toBe('a+b%26/c');
  });

  test('names a bucket that is not there', async () => {
    expect(await failure(s3.client.send(new ListObjectsV2Command({ Bucket: 'nowhere' })))).toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
    });
  });

  test('refuses a token it never gave', async () => {
    expect(await failure(list({ ContinuationToken: 'made-up' }))).toMatchObject({ name: 'InvalidArgument' });
  });
});

test('ListObjects resumes after a marker, jumping a common prefix it has shown', async () => {
  await put('a/1', 'a/2', 'b');
  const first = await s3.client.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 1 }));
  expect(first).toMatchObject({ NextMarker: 'a/', IsTruncated: true });
  const rest = await s3.client.send(new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: first.NextMarker }));
  expect(rest.Contents!.map(({ Key }) => Key)).toEqual(['b']);
});

test('ListObjectVersions shows versions newest first, with delete markers, page by page', async () => {
  await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await put('a');
  await put('a');
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await put('b');
  const seen: string[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const answer = await s3.client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1, ...markers }));
    for (const { Key, IsLatest } of answer.Versions ?? []) seen.push(`${Key} ${IsLatest}`);
    for (const { Key, IsLatest } of answer.DeleteMarkers ?? []) seen.push(`marker ${Key} ${IsLatest}`);
    if (answer.IsTruncated !== true) break;
    markers = { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker };
  }
  expect(seen).toEqual(['marker a true', 'a false', 'a false', 'b true']);
});

test.each([
  [{ VersionIdMarker: 'null' }, 'A version-id marker cannot be specified without a key marker.'],
  [{ KeyMarker: 'a', VersionIdMarker: '' }, 'A version-id marker cannot be empty.'],
  [{ KeyMarker: 'a', VersionIdMarker: 'no' }, 'Invalid version id specified'],
])('ListObjectVersions refuses %j', async (markers, message) => {
  const ArgumentName = 'version-id-marker';
  expect(await failure(s3.client.send(new ListObjectVersionsCommand({ Bucket, ...markers })))).toMatchObject({
    name: 'InvalidArgument',
    message,
    ArgumentName,
  });
});

describe('against a plain model', () => {
  const key = fc.string({
    unit: fc.constantFrom('a', 'b', '/', '\u{10ffff}', '\ue000', '\u{1f600}'),
    minLength: 1,
    maxLength: 6,
  });
  test('sorted keys hold what was added and not removed, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), key), { maxLength: 60 }), key, (steps, from) => {
        const keys = new SortedKeys();
        const model = new Set<string>();
        for (const [add, each] of steps) {
          if (add) keys.add(each);
          else keys.remove(each);
          if (add) model.add(each);
          else model.delete(each);
        }
        const sorted = [...model].toSorted(bytewise);
        expect([...keys.from('')]).toEqual(sorted);
        expect([...keys.from(from)]).toEqual(sorted.filter((each) => compareKeys(each, from) >= 0));
      }),
    );
  });

  test('pages of any size show what one list shows', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 30 }),
        fc.constantFrom('', 'a', 'a/'),
        fc.constantFrom('', '/', '//'),
        fc.integer({ min: 1, max: 4 }),
        (all, prefix, delimiter, limit) => {
          const keys = new SortedKeys();
          for (const each of all) keys.add(each);
          const shown: string[] = [];
          for (const each of all.filter((k) => k.startsWith(prefix)).toSorted(bytewise)) {
            const cut = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
            const entry = cut < 0 ? each : each.slice(0, cut + delimiter.length);
            if (!shown.includes(entry)) shown.push(entry);
          }
          const seen: string[] = [];
          let position: { from: string; skip?: string } = { from: '' };
          for (;;) {
            const found = page(keys, { prefix, delimiter, limit }, position, (each) => [each]);
            seen.push(...[...found.items, ...found.commonPrefixes].toSorted(bytewise));
            if (!found.truncated) break;
            position =
              found.lastItem === undefined ? { from: found.last!, skip: found.last! } : { from: after(found.last!) };
          }
          expect(seen).toEqual(shown);
        },
      ),
    );
  });
});

test('a chunk of keys splits and keeps its order', () => {
  const keys = new SortedKeys();
  const names = Array.from({ length: 3000 }, (_, i) => `k${(i * 7919) % 3000}`);
  for (const name of names) keys.add(name);
  expect([...keys.from('')]).toEqual(names.toSorted());
  for (const name of names) keys.remove(name);
  expect(keys.seek('')).toBeUndefined();
});
