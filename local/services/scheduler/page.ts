import { checkRange, invalid } from './validation.ts';

export interface PageInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** One page of a sorted list. The token is the key of the last item given out, so that additions shift nothing. */
export function page<T>(
  sorted: readonly T[],
  keyOf: (item: T) => string,
  { NextToken, MaxResults }: PageInput,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const size = checkRange('maxResults', MaxResults, 1, 100) ?? 100;
  const after = NextToken === undefined ? undefined : readToken(NextToken);
  const rest = after === undefined ? sorted : sorted.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, size);
  if (rest.length <= size) return { items };
  return { items, NextToken: Buffer.from(`after/${keyOf(items.at(-1)!)}`).toString('base64url') };
}

function readToken(token: string): string {
  const [, key] = /^after\/(.+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (key === undefined) throw invalid('Invalid NextToken provided.');
  return key;
}
