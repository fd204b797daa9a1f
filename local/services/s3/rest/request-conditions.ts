import type { Call, Demand } from '../../service.ts';
import type { Headers } from './reply.ts';

/**
 * Headers that policies may ask about, as `s3:` and their name.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
const names = [
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-grant-full-control',
  'x-amz-grant-read',
  'x-amz-grant-read-acp',
  'x-amz-grant-write',
  'x-amz-grant-write-acp',
  'x-amz-metadata-directive',
  'x-amz-object-ownership',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
  'if-match',
  'if-none-match',
];

/** The call, with what its request says in headers, or a form in fields, among the conditions of all it demands. */
export function withRequestConditions(call: Call, headers: Headers): Call {
  const conditions = conditionsOf(headers);
  return {
    ...call,
    authorize: (demand) => call.authorize({ ...demand, conditions: { ...conditions, ...demand.conditions } }),
  };
}

function conditionsOf(headers: Headers): NonNullable<Demand['conditions']> {
  const given = names.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[`s3:${name}`, value] as const];
  });
  const tags = [...new URLSearchParams(headers['x-amz-tagging'] ?? '')];
  return {
    ...Object.fromEntries(given),
    ...Object.fromEntries(tags.map(([key, value]) => [`s3:RequestObjectTag/${key}`, value])),
    ...(tags.length > 0 && { 's3:RequestObjectTagKeys': tags.map(([key]) => key) }),
  };
}
