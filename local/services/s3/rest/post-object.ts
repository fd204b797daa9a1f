import { putObject } from '../actions/put-object.ts';
import { S3Error } from '../errors.ts';
import { missingField } from '../signing/form-signature.ts';
import { checkPostPolicy, type PostGrant } from '../signing/post-policy.ts';
import { givenChecksum } from './checksum-headers.ts';
import { parseXml } from './xml.ts';
import { readTagSet } from '../tags.ts';
import { readAttributes } from './attributes.ts';
import { readForm, type Form } from './form.ts';
import { writtenHeaders } from './object-headers.ts';
import { empty, present, xmlReply, type Headers } from './reply.ts';
import { withRequestConditions } from './request-conditions.ts';
import type { WireResponse } from '../../service.ts';
import type { ObjectVersion, Tag } from '../records.ts';
import type { Incoming } from './incoming.ts';

/**
 * A browser's form upload. Its permission is the signed policy among the fields, whatever else the request carries.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 */
export async function postObject(incoming: Incoming): Promise<WireResponse> {
  const { s3, bucket } = incoming;
  s3.bucket(bucket);
  const { fields, fileName, file } = await readForm(incoming.header('content-type') ?? '', incoming.bytes());
  const key = fields['key']?.replaceAll('${filename}', fileName);
  if (key === undefined || key === '') {
    throw missingField('key');
  }
  const { clock } = s3.surroundings;
  const grant = checkPostPolicy(bucket, fields, s3.ports.secretOf, clock.now());
  const tags = fields['tagging'] === undefined ? [] : readTagSet(parseXml(fields['tagging'], 'Tagging'), 'object');
  const signer = s3.ports.callAs?.(grant.accessKeyId, incoming.call) ?? incoming.call;
  const call = withRequestConditions(signer, asHeaders(fields, tags));
  const given = givenChecksum(fields);
  const checksum = given && { algorithm: given.algorithm, expected: () => given.value };
  const input = {
    bucket,
    key,
    upload: { bytes: limited(file, grant), md5: fields['content-md5'], ...(checksum && { checksum }) },
    attributes: readAttributes(fields, s3.bucket(bucket).record, tags),
  };
  const version = await putObject(s3, input, call, 'ObjectCreated:Post');
  return answer(incoming, fields, version);
}

/** The fields as a PUT would say them: a form has its tags in a document, and makes nothing depend on what is there. */
function asHeaders(fields: Form['fields'], tags: readonly Tag[]): Headers {
  const tagging = new URLSearchParams(Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))).toString();
  return { ...fields, 'x-amz-tagging': tagging, 'if-match': undefined, 'if-none-match': undefined };
}

async function* limited(file: AsyncIterable<Uint8Array>, { least, most }: PostGrant): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > most) {
      throw new S3Error('EntityTooLarge', { fields: { ProposedSize: String(size), MaxSizeAllowed: String(most) } });
    }
    yield chunk;
  }
  if (size < least) {
    throw new S3Error('EntityTooSmall', { fields: { ProposedSize: String(size), MinSizeAllowed: String(least) } });
  }
}

function answer(incoming: Incoming, fields: Readonly<Record<string, string>>, version: ObjectVersion): WireResponse {
  const { s3, bucket } = incoming;
  const location = `${s3.surroundings.endpoint}/${bucket}/${encodeURIComponent(version.key)}`;
  const headers = { ...writtenHeaders(s3, bucket, version), location };
  const redirect = fields['success_action_redirect'];
  if (redirect !== undefined && URL.canParse(redirect)) {
    const to = new URL(redirect);
    to.searchParams.append('bucket', bucket);
    to.searchParams.append('key', version.key);
    to.searchParams.append('etag', `"${version.etag}"`);
    return { status: 303, headers: present({ ...headers, location: to.href }), body: '' };
  }
  const status = fields['success_action_status'];
  if (status === '201') {
    const result = { Location: location, Bucket: bucket, Key: version.key, ETag: `"${version.etag}"` };
    return { ...xmlReply('PostResponse', result, headers), status: 201 };
  }
  return empty(status === '200' ? 200 : 204, headers);
}
