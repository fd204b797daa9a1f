import { invalidParameter } from './errors.ts';

/** SNS lists a hundred at a time. */
const PAGE_SIZE = 100;

/** One page of a list, and the token of the next. */
export interface Page<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

/** @throws AwsError `InvalidParameter` for a token that was not given out here */
export function pageOf<T>(all: Iterable<T>, token: string | undefined): Page<T> {
  const start = token === undefined || token === '' ? 0 : readToken(token);
  const list = [...all];
  const end = start + PAGE_SIZE;
  return {
    items: list.slice(start, end),
    ...(end < list.length && { nextToken: Buffer.from(`from:${end}`).toString('base64') }),
  };
}

function readToken(token: string): number {
  const start = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1];
  if (start === undefined) throw invalidParameter('NextToken');
  return Number(start);
}
