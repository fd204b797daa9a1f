import { validation } from '../validation.ts';
import type { ExpressionKind } from './ast.ts';

export interface Token {
  /** `word`, `#name`, `:value`, `number`, a symbol, or the end. */
  readonly kind: 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const MAX_BYTES = 4096;
const MAX_OPERATORS = 300;
const SHOWS_SIZE: ReadonlySet<ExpressionKind> = new Set(['ConditionExpression', 'FilterExpression']);

const TOKEN =
  /[ \t\r\n\f]*(?:(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>()[\],.+-])|(?<end>$))/y;

/** An expression as tokens, with one token of look-ahead. */
export class Tokens {
  readonly #kind: ExpressionKind;
  readonly #source: string;
  readonly #tokens: Token[];
  #at = 0;
  #operators = 0;

  /** @throws AwsError `ValidationException` for text that is no token */
  constructor(source: string, kind: ExpressionKind) {
    this.#kind = kind;
    this.#source = source;
    if (source.trim() === '') throw this.invalid('The expression can not be empty;');
    const size = Buffer.byteLength(source);
    if (size > MAX_BYTES) {
      const tail = SHOWS_SIZE.has(kind) ? ` expression size: ${size}` : '';
      throw this.invalid(`Expression size has exceeded the maximum allowed size;${tail}`);
    }
    this.#tokens = this.#split();
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Takes the next token if it is `text` (a symbol, or a keyword in any case). */
  take(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.#at += 1;
    return true;
  }

  /** As `next`, for an operator or a function. */
  nextOperator(): Token {
    this.#operators += 1;
    if (this.#operators > MAX_OPERATORS) {
      throw this.invalid(`The expression contains too many operators; operator count: ${this.#operators}`);
    }
    return this.next();
  }

  takeOperator(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.nextOperator();
    return true;
  }

  isNext(text: string): boolean {
    const { kind, text: found } = this.peek();
    return kind === 'symbol' ? found === text : kind === 'word' && found.toUpperCase() === text;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  /** The error for the token that comes next, with its neighbours, as AWS words it. */
  unexpected(): Error {
    return this.#syntaxError(this.#tokens, this.#at);
  }

  invalid(reason: string): Error {
    return validation(`Invalid ${this.#kind}: ${reason}`);
  }

  #split(): Token[] {
    const tokens: Token[] = [];
    for (let start = 0; ;) {
      TOKEN.lastIndex = start;
      const groups = TOKEN.exec(this.#source)?.groups;
      if (groups === undefined) {
        const rest = this.#source.slice(start).trimStart();
        const at = this.#source.length - rest.length;
        const odd: Token = { kind: 'symbol', text: rest[0]!, start: at, end: at + 1 };
        throw this.#syntaxError([...tokens, odd], tokens.length);
      }
      const [kind, text] = Object.entries(groups).find(([, found]) => found !== undefined) as [Token['kind'], string];
      tokens.push({ kind, text, start: TOKEN.lastIndex - text.length, end: TOKEN.lastIndex });
      if (kind === 'end') return tokens;
      start = TOKEN.lastIndex;
    }
  }

  #syntaxError(tokens: readonly Token[], at: number): Error {
    const token = tokens[Math.min(at, tokens.length - 1)]!;
    const from = tokens[at - 1] ?? token;
    const to = tokens[at + 1] ?? token;
    const near = this.#source.slice(from.start, to.end).trimEnd();
    return this.invalid(`Syntax error; token: "${token.kind === 'end' ? '<EOF>' : token.text}", near: "${near}"`);
  }
}
