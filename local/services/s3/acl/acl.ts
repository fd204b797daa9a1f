/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
export const permissions = ['FULL_CONTROL', 'READ', 'WRITE', 'READ_ACP', 'WRITE_ACP'] as const;
export type Permission = (typeof permissions)[number];

export type Grantee = { readonly id: string } | { readonly uri: string };

export interface Grant {
  readonly grantee: Grantee;
  readonly permission: Permission;
}

/** As it was given: by one of S3's names, or grant by grant. */
export type Acl = { readonly canned: CannedAcl } | { readonly grants: readonly Grant[] };

const groups = 'http://acs.amazonaws.com/groups/';
export const allUsers = `${groups}global/AllUsers`;
const authenticatedUsers = `${groups}global/AuthenticatedUsers`;
const logDelivery = `${groups}s3/LogDelivery`;
export const knownGroups: readonly string[] = [allUsers, authenticatedUsers, logDelivery];

/** Canonical user of Amazon EC2, which reads machine images. */
const ec2 = '6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c';

const to = (grantee: Grantee, ...given: Permission[]): Grant[] => given.map((permission) => ({ grantee, permission }));

/** What each name grants beside the owner's full control. */
const canned = {
  private: [],
  'public-read': to({ uri: allUsers }, 'READ'),
  'public-read-write': to({ uri: allUsers }, 'READ', 'WRITE'),
  'authenticated-read': to({ uri: authenticatedUsers }, 'READ'),
  'aws-exec-read': to({ id: ec2 }, 'READ'),
  'log-delivery-write': to({ uri: logDelivery }, 'WRITE', 'READ_ACP'),
  // Who writes an object is who owns the bucket.
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
} as const satisfies Record<string, readonly Grant[]>;

export type CannedAcl = keyof typeof canned;

export function isCanned(name: string): name is CannedAcl {
  return Object.hasOwn(canned, name);
}

export function grantsOf(acl: Acl | undefined, ownerId: string): readonly Grant[] {
  if (acl !== undefined && 'grants' in acl) return acl.grants;
  return [...to({ id: ownerId }, 'FULL_CONTROL'), ...canned[acl?.canned ?? 'private']];
}

/** A bucket that owns its objects switches ACLs off: they are kept, and have no say until it lets go of them. */
export function aclInForce(acl: Acl | undefined, ownership: string | undefined): Acl | undefined {
  return ownership === 'BucketOwnerEnforced' ? undefined : acl;
}

/** Whether it says no more than what holds anyway: the owner may do everything, and nobody else anything. */
export function isOwnersOnly(acl: Acl, ownerId: string): boolean {
  return grantsOf(acl, ownerId).every(({ grantee }) => 'id' in grantee && grantee.id === ownerId);
}

export function isPublicAcl(acl: Acl, ownerId: string): boolean {
  const open: readonly string[] = [allUsers, authenticatedUsers];
  return grantsOf(acl, ownerId).some(({ grantee }) => 'uri' in grantee && open.includes(grantee.uri));
}
