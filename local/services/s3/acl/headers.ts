import { S3Error, invalidArgument } from '../errors.ts';
import { isCanned, knownGroups, type Acl, type Grant, type Grantee, type Permission } from './acl.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const grantHeaders: readonly (readonly [name: string, permission: Permission])[] = [
  ['x-amz-grant-full-control', 'FULL_CONTROL'],
  ['x-amz-grant-read', 'READ'],
  ['x-amz-grant-write', 'WRITE'],
  ['x-amz-grant-read-acp', 'READ_ACP'],
  ['x-amz-grant-write-acp', 'WRITE_ACP'],
];

/**
 * The ACL that a request's headers, or a form's fields, give.
 *
 * @throws S3Error `InvalidArgument`, `InvalidRequest`
 */
export function readAclHeaders(headers: Headers): Acl | undefined {
  const canned = headers['x-amz-acl'] ?? headers['acl'];
  const granted = grantHeaders.filter(([name]) => headers[name] !== undefined);
  if (canned === undefined) {
    if (granted.length === 0) return undefined;
    return { grants: granted.flatMap(([name, permission]) => readGrants(name, headers[name]!, permission)) };
  }
  if (granted.length > 0)
    throw new S3Error('InvalidRequest', { message: 'Specifying both Canned ACLs and Header Grants is not allowed' });
  if (!isCanned(canned)) throw invalidArgument('', 'x-amz-acl', canned);
  return { canned };
}

/** @throws S3Error `InvalidArgument` for what can be no canonical user */
export function checkUserId(id: string, name: string): void {
  if (!/^[0-9a-f]{64}$/.test(id)) throw invalidArgument('Invalid id', name, id);
}

/** @throws S3Error `InvalidArgument` for a group that is none of S3's */
export function checkGroup(uri: string, name: string): void {
  if (!knownGroups.includes(uri)) throw invalidArgument('Invalid group uri', name, uri);
}

/** `id="…", uri="…"` */
function readGrants(name: string, header: string, permission: Permission): Grant[] {
  return header.split(',').map((entry) => ({ grantee: readGrantee(name, header, entry.trim()), permission }));
}

function readGrantee(name: string, header: string, entry: string): Grantee {
  const [, kind, value] = /^(id|uri|emailAddress)\s*=\s*"?([^"]*)"?$/i.exec(entry) ?? [];
  if (kind === undefined || value === undefined) throw invalidArgument('Argument format not recognized', name, header);
  if (kind.toLowerCase() === 'id') {
    checkUserId(value, 'id');
    return { id: value };
  }
  if (kind.toLowerCase() !== 'uri') throw new S3Error('UnresolvableGrantByEmailAddress');
  checkGroup(value, 'uri');
  return { uri: value };
}
