import { invalidParameter } from './errors.ts';

const MOST_RESULTS = 1000;

export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Cuts a page out of sorted, distinct names. Without `MaxResults` there is no token, as on AWS. */
export function page(names: readonly string[], input: PageInput): { items: readonly string[]; NextToken?: string } {
  const { MaxResults: most, NextToken: token } = input;
  if (most !== undefined && (!Number.isInteger(most) || most < 1 || most > MOST_RESULTS)) {
    throw invalidParameter(
      `Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and ${MOST_RESULTS}.`,
    );
  }
  const after = token === undefined ? '' : Buffer.from(token, 'base64').toString();
  if (token !== undefined && Buffer.from(after).toString('base64') !== token) {
    throw invalidParameter('Invalid or expired next token.');
  }
  const rest = names.filter((name) => name > after);
  const items = rest.slice(0, most ?? MOST_RESULTS);
  if (most === undefined || rest.length <= items.length) return { items };
  return { items, NextToken: Buffer.from(items.at(-1)!).toString('base64') };
}
