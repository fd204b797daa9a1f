import { createBucket } from '../actions/create-bucket.ts';
import { deleteBucket } from '../actions/delete-bucket.ts';
import { getBucketLocation, headBucket } from '../actions/head-bucket.ts';
import { listBuckets } from '../actions/list-buckets.ts';
import { childrenOf, child, textOf, parseXml, type XmlNode } from './xml.ts';
import { S3Error } from '../errors.ts';
import { readAclHeaders } from '../acl/headers.ts';
import { empty, isoTime, markupReply, xmlReply } from './reply.ts';
import { readTag } from '../tags.ts';
import type { Operations } from './operation.ts';

export const bucketOperations: Operations = {
  ListBuckets: (incoming) => {
    const { s3, call } = incoming;
    const input = {
      prefix: incoming.query('prefix'),
      continuationToken: incoming.query('continuation-token'),
      maxBuckets: incoming.query('max-buckets'),
      region: incoming.query('bucket-region'),
    };
    // Regions are told to those who ask for anything at all.
    const asked = Object.values(input).some((value) => value !== undefined);
    const { buckets, continuationToken } = listBuckets(s3, input, call);
    return xmlReply('ListAllMyBucketsResult', {
      Owner: { ID: s3.ownerId },
      Buckets: {
        Bucket: buckets.map(({ name, createdAt, region = s3.surroundings.region }) => ({
          Name: name,
          CreationDate: isoTime(createdAt),
          BucketRegion: asked ? region : undefined,
        })),
      },
      Prefix: input.prefix,
      ContinuationToken: continuationToken,
    });
  },

  CreateBucket: async (incoming) => {
    const { s3, bucket, call } = incoming;
    const acl = readAclHeaders(incoming.request.headers);
    const text = await incoming.document();
    const document = text === '' ? undefined : parseXml(text, 'CreateBucketConfiguration');
    createBucket(
      s3,
      {
        bucket,
        locationConstraint: constraintOf(document),
        ownership: incoming.header('x-amz-object-ownership'),
        objectLock: incoming.header('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true',
        acl,
        tags: childrenOf(child(document, 'Tags'), 'Tag').map(readTag),
      },
      call,
    );
    const elsewhere = s3.surroundings.region !== 'us-east-1';
    const location = elsewhere ? `http://${bucket}.s3.amazonaws.com/` : `/${bucket}`;
    return empty(200, { location });
  },

  HeadBucket: ({ s3, bucket, call }) => {
    const { region } = headBucket(s3, { bucket }, call);
    const headers = { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' };
    return empty(200, { 'content-type': 'application/xml', ...headers });
  },

  DeleteBucket: ({ s3, bucket, call }) => {
    deleteBucket(s3, { bucket }, call);
    return empty(204);
  },

  GetBucketLocation: ({ s3, bucket, call }) => {
    const location = getBucketLocation(s3, { bucket }, call);
    return markupReply(
      `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${location}</LocationConstraint>`,
    );
  },
};

/** @throws S3Error `MalformedXML` for a constraint that says nothing */
function constraintOf(document: XmlNode | undefined): string | undefined {
  const constraint = textOf(document, 'LocationConstraint');
  if (constraint === '') throw new S3Error('MalformedXML');
  return constraint;
}
