export type TokenKind = 'number' | 'name' | 'text' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** Something wrong in an expression, worded for whoever wrote it. */
export class ExpressionFault extends Error {}

const PATTERN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_][A-Za-z0-9_]*)|(["'])(.*?)\3|(&&|\|\||[<>=!]=|[-+*/^()[\],<>]))/y;

/** @throws ExpressionFault at the first character that belongs to nothing */
export function tokens(expression: string): Token[] {
  const found: Token[] = [];
  const pattern = new RegExp(PATTERN);
  const source = expression.trimEnd();
  while (pattern.lastIndex < source.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null) throw new ExpressionFault(`unexpected '${source.slice(from).trim()[0]}'`);
    const [, number, name, quote, text, symbol] = match;
    if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (name !== undefined) found.push({ kind: 'name', text: name });
    else if (quote !== undefined) found.push({ kind: 'text', text: text! });
    else found.push({ kind: 'symbol', text: symbol! });
  }
  found.push({ kind: 'end', text: 'end of expression' });
  return found;
}
