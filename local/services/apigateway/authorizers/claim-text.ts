export type Claims = Readonly<Record<string, unknown>>;

/** Claims reach the function as text: lists as `[a b]`, objects as `map[name:value]`. */
export function claimText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `map[${members.map(([name, member]) => `${name}:${claimText(member)}`).join(' ')}]`;
  }
  return JSON.stringify(value);
}
