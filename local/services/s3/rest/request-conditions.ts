import type { Call, Demand, WireRequest } from '../../service.ts';

/**
 * Headers that policies may ask about, as `s3:` and their name.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
const headers = [
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

/** The call, with what its request says in headers among the conditions of everything it demands. */
export function withRequestConditions(call: Call, request: WireRequest): Call {
  const conditions = conditionsOf(request);
  return {
    ...call,
    authorize: (demand) => call.authorize({ ...demand, conditions: { ...conditions, ...demand.conditions } }),
  };
}

function conditionsOf(request: WireRequest): NonNullable<Demand['conditions']> {
  const given = headers.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[`s3:${name}`, value] as const];
  });
  const tags = [...new URLSearchParams(request.headers['x-amz-tagging'] ?? '')];
  return {
    ...Object.fromEntries(given),
    ...Object.fromEntries(tags.map(([key, value]) => [`s3:RequestObjectTag/${key}`, value])),
    ...(tags.length > 0 && { 's3:RequestObjectTagKeys': tags.map(([key]) => key) }),
  };
}
