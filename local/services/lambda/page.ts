import { AwsError } from '../aws-error.ts';

/**
 * One page of a list. The marker is the key of the last item given out, so that additions elsewhere shift nothing.
 *
 * @param most at most this many, where the caller asks for more or says nothing
 */
export function page<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  marker: string | undefined,
  maxItems: number | undefined,
  most: number,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  let from = 0;
  if (marker !== undefined) {
    const key = Buffer.from(marker, 'base64url').toString();
    const at = all.findIndex((item) => keyOf(item) === key);
    if (at === -1) throw new AwsError('InvalidParameterValueException', `Invalid Marker: ${marker}`);
    from = at + 1;
  }
  const size = Math.max(1, Math.min(maxItems ?? most, most));
  const items = all.slice(from, from + size);
  const next = from + size < all.length ? Buffer.from(keyOf(items.at(-1)!)).toString('base64url') : undefined;
  return { items, next };
}
