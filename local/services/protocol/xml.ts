/** Characters that XML 1.0 cannot hold become U+FFFD; markup is escaped. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, (character) => {
    switch (character) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return '&quot;';
      case "'":
        return '&apos;';
      case '\r':
        return '&#13;';
      default:
        return '\uFFFD';
    }
  });
}

/** A tree to write as XML: text, a list (repeats its element), or named children. `undefined` writes nothing. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** Writes `value` inside `<name>`; a list writes one element per entry. */
export function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((entry) => element(name, entry)).join('');
  if (typeof value === 'object') return `<${name}>${children(value)}</${name}>`;
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

export function children(value: { readonly [name: string]: XmlValue }): string {
  return Object.entries(value)
    .map(([name, child]) => element(name, child))
    .join('');
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
