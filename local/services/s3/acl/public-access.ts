import type { PolicyDocument, PolicyStatement } from '../../service.ts';
import type { BucketRecord } from '../records.ts';
import { aclInForce, allUsers, grantsOf, type Acl, type Permission } from './acl.ts';

/** Actions that a permission grants, without `s3:`. */
type Actions = Readonly<Record<Exclude<Permission, 'FULL_CONTROL'>, readonly string[]>>;

const onBuckets: Actions = {
  READ: ['ListBucket', 'ListBucketVersions', 'ListBucketMultipartUploads'],
  WRITE: ['PutObject', 'DeleteObject', 'DeleteObjectVersion'],
  READ_ACP: ['GetBucketAcl'],
  WRITE_ACP: ['PutBucketAcl'],
};

const onObjects: Actions = {
  READ: ['GetObject', 'GetObjectVersion'],
  WRITE: [],
  READ_ACP: ['GetObjectAcl', 'GetObjectVersionAcl'],
  WRITE_ACP: ['PutObjectAcl', 'PutObjectVersionAcl'],
};

/**
 * A bucket's policy together with what its own ACL and that of an object grant to everyone. Other grants say nothing
 * here: there is one account, and the rights of its users come from policies.
 */
export function withPublicGrants(
  record: BucketRecord,
  arn: string,
  object: { readonly acl: Acl; readonly arn: string } | undefined,
): PolicyDocument | undefined {
  const { ownership, policyDocument, publicAccessBlock } = record;
  if (publicAccessBlock?.IgnorePublicAcls === true) return policyDocument;
  const statements = [
    ...granted(aclInForce(record.acl, ownership), onBuckets, [arn, `${arn}/*`]),
    ...(object === undefined ? [] : granted(aclInForce(object.acl, ownership), onObjects, [object.arn])),
  ];
  if (statements.length === 0) return policyDocument;
  return { Version: '2012-10-17', Statement: [...[policyDocument?.Statement ?? []].flat(), ...statements] };
}

function granted(acl: Acl | undefined, actions: Actions, resources: readonly string[]): PolicyStatement[] {
  const open = grantsOf(acl, '').filter(({ grantee }) => 'uri' in grantee && grantee.uri === allUsers);
  return open.flatMap(({ permission }) => {
    const names = permission === 'FULL_CONTROL' ? Object.values(actions).flat() : actions[permission];
    if (names.length === 0) return [];
    const Action = names.map((name) => `s3:${name}`);
    return { Effect: 'Allow' as const, Principal: '*', Action, Resource: resources };
  });
}
