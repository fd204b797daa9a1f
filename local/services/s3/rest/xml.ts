import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { escapeXml } from '../../protocol/xml.ts';
import { S3Error } from '../errors.ts';

/** An element: its text, or its children by name. */
export type XmlNode = string | { readonly [name: string]: XmlNode | readonly XmlNode[] };

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  // The only switch that makes the parser decode numeric references, which SDKs write for control characters in keys.
  htmlEntities: true,
});

/**
 * Reads a request's document.
 *
 * @throws S3Error `MalformedXML` unless it is well-formed, without a DTD, with this root element
 */
export function parseXml(text: string, root: string): XmlNode {
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) throw new S3Error('MalformedXML');
  let document: XmlNode;
  try {
    document = parser.parse(text) as XmlNode;
  } catch (cause) {
    throw new S3Error('MalformedXML', { cause });
  }
  const node = child(document, root);
  if (node === undefined) throw new S3Error('MalformedXML');
  return node;
}

/**
 * What was read, as the markup inside its element: without prefixes, comments, or space between elements.
 *
 * @throws S3Error `MalformedXML` for a grantee that is none
 */
export function contentOf(node: XmlNode): string {
  if (typeof node === 'string') return escapeXml(node);
  return Object.keys(node)
    .filter((name) => name !== '#text')
    .flatMap((name) => childrenOf(node, name).map((entry) => `${tagOf(name, entry)}${contentOf(entry)}</${name}>`))
    .join('');
}

export function childrenOf(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  if (node === undefined || typeof node === 'string' || !Object.hasOwn(node, name)) return [];
  const found = node[name]!;
  return isList(found) ? found : [found];
}

export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return childrenOf(node, name)[0];
}

export function textOf(node: XmlNode | undefined, name: string): string | undefined {
  const found = child(node, name);
  return typeof found === 'string' ? found : undefined;
}

export function texts(node: XmlNode | undefined, name: string): string[] {
  return childrenOf(node, name).filter((entry) => typeof entry === 'string');
}

/** @throws S3Error `MalformedXML` if the element is absent */
export function requiredText(node: XmlNode | undefined, name: string): string {
  const text = textOf(node, name);
  if (text === undefined) throw new S3Error('MalformedXML');
  return text;
}

/** @throws S3Error `MalformedXML` unless the element is absent or a whole number from `least` on */
export function wholeNumber(node: XmlNode | undefined, name: string, least = 0): number | undefined {
  const text = textOf(node, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least) throw new S3Error('MalformedXML');
  return value;
}

export function isTrue(node: XmlNode | undefined, name: string): boolean {
  return textOf(node, name)?.trim().toLowerCase() === 'true';
}

/** The one element whose kind is told in an attribute, which follows from what it holds. */
const granteeTypes = { ID: 'CanonicalUser', URI: 'Group', EmailAddress: 'AmazonCustomerByEmail' };

function tagOf(name: string, node: XmlNode): string {
  if (name !== 'Grantee') return `<${name}>`;
  const [, type] = Object.entries(granteeTypes).find(([known]) => child(node, known) !== undefined) ?? [];
  if (type === undefined) throw new S3Error('MalformedXML');
  return `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">`;
}

function isList(found: XmlNode | readonly XmlNode[]): found is readonly XmlNode[] {
  return Array.isArray(found);
}
