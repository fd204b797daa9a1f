import { ExpressionFault, tokens, type Token } from './tokens.ts';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'list'; readonly members: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] };

/** Operators by rank, the loosest first. */
const RANKS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

/**
 * Parses CloudWatch metric math.
 *
 * @throws ExpressionFault
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(tokens(text));
  const expression = parser.ranked(0);
  parser.end();
  return expression;
}

/** Ids that an expression refers to. */
export function idsIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'id':
      return [expression.id];
    case 'list':
      return expression.members.flatMap(idsIn);
    case 'negative':
      return idsIn(expression.of);
    case 'binary':
      return [...idsIn(expression.left), ...idsIn(expression.right)];
    case 'call':
      return expression.arguments.flatMap(idsIn);
    default:
      return [];
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  ranked(rank: number): Expression {
    const operators = RANKS[rank];
    if (operators === undefined) return this.#unary();
    let left = this.ranked(rank + 1);
    while (operators.includes(this.#peek().text) && this.#peek().kind !== 'text') {
      const operator = this.#next().text;
      left = { kind: 'binary', operator, left, right: this.ranked(rank + 1) };
    }
    return left;
  }

  end(): void {
    if (this.#peek().kind !== 'end') throw new ExpressionFault(`unexpected '${this.#peek().text}'`);
  }

  #unary(): Expression {
    if (this.#take('-')) return { kind: 'negative', of: this.#unary() };
    const base = this.#primary();
    // Right-associative, and tighter than a sign in front.
    return this.#take('^') ? { kind: 'binary', operator: '^', left: base, right: this.#unary() } : base;
  }

  #primary(): Expression {
    const token = this.#next();
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'text', value: token.text };
    if (token.text === '(') {
      const inner = this.ranked(0);
      this.#demand(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', members: this.#list(']') };
    if (token.kind !== 'name') throw new ExpressionFault(`unexpected '${token.text}'`);
    if (this.#take('(')) return { kind: 'call', name: token.text, arguments: this.#list(')') };
    // Function words stand alone only as arguments, such as FILL(m1, REPEAT).
    if (/^[A-Z]/.test(token.text)) return { kind: 'text', value: token.text };
    return { kind: 'id', id: token.text };
  }

  #list(close: string): Expression[] {
    const members: Expression[] = [];
    if (this.#take(close)) return members;
    do members.push(this.ranked(0));
    while (this.#take(','));
    this.#demand(close);
    return members;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #take(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.#at += 1;
    return true;
  }

  #demand(symbol: string): void {
    if (!this.#take(symbol)) throw new ExpressionFault(`expected '${symbol}', found '${this.#peek().text}'`);
  }
}
