import { S3Error } from '../errors.ts';
import { child, childrenOf, contentOf, parseXml, textOf, type XmlNode } from '../rest/xml.ts';
import { permissions, type Acl, type Grant, type Grantee, type Permission } from './acl.ts';
import { checkGroup, checkUserId } from './headers.ts';

/** @throws S3Error `MalformedACLError`, `InvalidArgument` */
export function readAclDocument(text: string): Acl {
  const document = parsed(text);
  const owner = textOf(child(document, 'Owner'), 'ID');
  const list = child(document, 'AccessControlList');
  if (owner === undefined || list === undefined) throw new S3Error('MalformedACLError');
  checkUserId(owner, 'CanonicalUser/ID');
  return { grants: childrenOf(list, 'Grant').map(readGrant) };
}

export function writeAclDocument(grants: readonly Grant[], ownerId: string): string {
  const Grant = grants.map(({ grantee, permission }): XmlNode => ({
    Grantee: 'id' in grantee ? { ID: grantee.id } : { URI: grantee.uri },
    Permission: permission,
  }));
  const content = contentOf({ Owner: { ID: ownerId }, AccessControlList: { Grant } });
  return `<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</AccessControlPolicy>`;
}

function parsed(text: string): XmlNode {
  try {
    return parseXml(text, 'AccessControlPolicy');
  } catch (cause) {
    throw new S3Error('MalformedACLError', { cause });
  }
}

function readGrant(node: XmlNode): Grant {
  const permission = textOf(node, 'Permission') as Permission;
  if (!permissions.includes(permission)) throw new S3Error('MalformedACLError');
  return { grantee: readGrantee(child(node, 'Grantee')), permission };
}

function readGrantee(node: XmlNode | undefined): Grantee {
  const [id, uri] = [textOf(node, 'ID'), textOf(node, 'URI')];
  if (id !== undefined) {
    checkUserId(id, 'CanonicalUser/ID');
    return { id };
  }
  if (uri !== undefined) {
    checkGroup(uri, 'Group/URI');
    return { uri };
  }
  throw new S3Error(
    textOf(node, 'EmailAddress') === undefined ? 'MalformedACLError' : 'UnresolvableGrantByEmailAddress',
  );
}
