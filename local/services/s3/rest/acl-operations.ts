import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from '../actions/acl.ts';
import { readAclDocument, writeAclDocument } from '../acl/document.ts';
import { readAclHeaders } from '../acl/headers.ts';
import { S3Error } from '../errors.ts';
import { versionHeader } from './object-headers.ts';
import { empty, markupReply } from './reply.ts';
import type { Acl } from '../acl/acl.ts';
import type { Incoming } from './incoming.ts';
import type { Operations } from './operation.ts';

export const aclOperations: Operations = {
  GetBucketAcl: ({ s3, bucket, call }) => markupReply(writeAclDocument(getBucketAcl(s3, { bucket }, call), s3.ownerId)),
  PutBucketAcl: async (incoming) => {
    const { s3, bucket, call } = incoming;
    putBucketAcl(s3, { bucket, acl: await readAcl(incoming) }, call);
    return empty(200);
  },
  GetObjectAcl: ({ s3, bucket, object, call }) => {
    const { grants, versionId } = getObjectAcl(s3, object, call);
    const headers = { 'x-amz-version-id': versionHeader(s3, bucket, versionId) };
    return markupReply(writeAclDocument(grants, s3.ownerId), headers);
  },
  PutObjectAcl: async (incoming) => {
    const { s3, bucket, object, call } = incoming;
    const { versionId } = putObjectAcl(s3, { ...object, acl: await readAcl(incoming) }, call);
    return empty(200, { 'x-amz-version-id': versionHeader(s3, bucket, versionId) });
  },
};

/** In headers or in the document, but not in both. */
async function readAcl(incoming: Incoming): Promise<Acl> {
  incoming.s3.bucket(incoming.bucket);
  const text = await incoming.document();
  const acl = readAclHeaders(incoming.request.headers);
  if (acl === undefined) {
    if (text !== '') return readAclDocument(text);
    throw new S3Error('MissingSecurityHeader', { fields: { MissingHeaderName: 'x-amz-acl' } });
  }
  if (text !== '') throw new S3Error('UnexpectedContent');
  return acl;
}
