import { S3Error, invalidArgument } from './errors.ts';
import type { SortedKeys } from './sorted-keys.ts';

/** What every kind of list has in common. */
export interface ListRequest {
  readonly prefix: string;
  readonly delimiter: string;
  /** 0 to 1,000. */
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last key or common prefix on this page. */
  readonly last: string | undefined;
  /** The last item, if the page ends with one rather than with a common prefix. */
  readonly lastItem: T | undefined;
}

/**
 * Walks keys in order, rolling those with the delimiter after the prefix up into common prefixes. Whole common
 * prefixes are jumped over, so a page costs as much as it shows.
 *
 * @param from the first key to look at
 * @param skip a common prefix that an earlier page has shown
 * @param itemsOf what a key contributes, in order; nothing where it is hidden
 */
export function page<T>(
  keys: SortedKeys,
  { prefix, delimiter, limit }: ListRequest,
  { from, skip }: { readonly from: string; readonly skip?: string | undefined },
  itemsOf: (key: string) => readonly T[],
): Page<T> {
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  let lastItem: T | undefined;
  const done = (truncated: boolean): Page<T> => ({ items, commonPrefixes, truncated, last, lastItem });
  if (limit === 0) return done(false);
  let start: string | undefined = skip === undefined ? from : beyond(skip);
  while (start !== undefined) {
    let jump: string | undefined;
    for (const key of keys.from(start)) {
      if (!key.startsWith(prefix)) {
        if (isBefore(key, prefix)) {
          jump = prefix;
          break;
        }
        return done(false);
      }
      const shown = itemsOf(key);
      if (shown.length === 0) continue;
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      if (cut >= 0) {
        const common = key.slice(0, cut + delimiter.length);
        // Keys past U+10FFFF are still beyond what a jump can reach.
        if (common === skip || common === commonPrefixes.at(-1)) continue;
        if (items.length + commonPrefixes.length === limit) return done(true);
        commonPrefixes.push(common);
        last = common;
        lastItem = undefined;
        jump = beyond(common);
        break;
      }
      for (const item of shown) {
        if (items.length + commonPrefixes.length === limit) return done(true);
        items.push(item);
        last = key;
        lastItem = item;
      }
    }
    start = jump;
  }
  return done(false);
}

/** Whether `marker` is a common prefix that a list with this prefix and delimiter shows. */
export function isCommonPrefix(marker: string, { prefix, delimiter }: ListRequest): boolean {
  if (delimiter === '' || !marker.startsWith(prefix)) return false;
  const cut = marker.indexOf(delimiter, prefix.length);
  return cut >= 0 && cut + delimiter.length === marker.length;
}

/** The least key after `key`. */
export function after(key: string): string {
  return `${key}\0`;
}

/** @throws S3Error `InvalidArgument` */
export function readLimit(text: string | undefined, name: string): number {
  if (text === undefined || text === '') return 1000;
  const limit = Number(text);
  if (!/^-?\d+$/.test(text))
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  if (limit < 0 || limit > 2_147_483_647) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, text);
  }
  return Math.min(limit, 1000);
}

/** To go on after a key or a common prefix. */
export function writeToken(last: string): string {
  return Buffer.from(`1:${last}`).toString('base64');
}

/** @throws S3Error `InvalidArgument` for a token that was never given */
export function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith('1:'))
    throw new S3Error('InvalidArgument', {
      message: 'The continuation token provided is incorrect',
      fields: { ArgumentName: 'continuation-token' },
    });
  return text.slice(2);
}

/** @throws S3Error `InvalidArgument` */
export function readEncoding(text: string | undefined): 'url' | undefined {
  if (text === undefined || text === '' || text === 'url') return text === 'url' ? text : undefined;
  throw new S3Error('InvalidArgument', {
    message: 'Invalid Encoding Method specified in Request',
    fields: { ArgumentName: 'encoding-type', ArgumentValue: text },
  });
}

/** Past every key with this prefix: no character sorts after U+10FFFF. */
function beyond(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

function isBefore(key: string, prefix: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(prefix)) < 0;
}
