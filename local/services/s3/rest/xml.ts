import { XMLParser, XMLValidator } from 'fast-xml-parser';
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

/** What stands between the tags of a well-formed document's root. */
export function contentOf(text: string, root: string): string {
  const tags = new RegExp(`<(?:\\w+:)?${root}(?:\\s[^>]*)?(?:/>|>([\\s\\S]*)</(?:\\w+:)?${root}\\s*>)`);
  return tags.exec(text)?.[1] ?? '';
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

function isList(found: XmlNode | readonly XmlNode[]): found is readonly XmlNode[] {
  return Array.isArray(found);
}
