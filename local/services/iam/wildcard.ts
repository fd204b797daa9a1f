export type Matcher = (text: string) => boolean;

/** A test of text against a pattern: `*` for any run of characters, `?` for one. */
export function wildcard(pattern: string): Matcher {
  if (pattern === '*') return () => true;
  const first = pattern.search(/[*?]/);
  if (first === -1) return (text) => text === pattern;
  if (first === pattern.length - 1 && pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}

/**
 * A test of an ARN against a pattern. Each of the six parts between colons is compared with its own, so that no
 * wildcard reaches across one; the last part may hold colons itself. Parts that the pattern leaves off match anything
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export function arnPattern(pattern: string): Matcher {
  if (!pattern.startsWith('arn:')) return wildcard(pattern);
  const parts = arnParts(pattern);
  if (parts.length === 6 && !/[*?]/.test(pattern)) return (text) => text === pattern;
  const matchers = parts.map(wildcard);
  return (text) => {
    const found = arnParts(text);
    return matchers.every((matches, index) => matches(found[index] ?? ''));
  };
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
