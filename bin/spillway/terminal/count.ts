/**
 * A whole number from 1 on.
 *
 * @throws Error in one line
 */
export function countOf(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} must be a whole number from 1 on, got ${text}`);
  return Number(text);
}
