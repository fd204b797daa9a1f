import { isReserved } from './reserved-words.ts';
import type { Operand, Path } from './ast.ts';
import type { Tokens } from './tokens.ts';

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);

/** A path, a `:value`, or a function of operands. */
export function parseOperand(tokens: Tokens): Operand {
  const token = tokens.peek();
  if (tokens.take('(')) {
    const inner = parseOperand(tokens);
    tokens.expect(')');
    return inner;
  }
  if (token.kind === 'value') return { kind: 'reference', name: tokens.next().text };
  if (token.kind === 'word' && tokens.peek(1).text === '(' && !KEYWORDS.has(token.text.toUpperCase())) {
    return parseCall(tokens);
  }
  return parsePath(tokens);
}

/** `a.b[0].#c` */
export function parsePath(tokens: Tokens): Path {
  const parts: (string | number)[] = [parseName(tokens)];
  for (;;) {
    if (tokens.take('.')) {
      parts.push(parseName(tokens));
    } else if (tokens.take('[')) {
      if (tokens.peek().kind !== 'number') throw tokens.unexpected();
      parts.push(Number(tokens.next().text));
      tokens.expect(']');
    } else {
      return { kind: 'path', parts };
    }
  }
}

function parseName(tokens: Tokens): string {
  const { kind, text } = tokens.peek();
  if (kind === 'word') {
    if (KEYWORDS.has(text.toUpperCase()) && tokens.peek(1).kind !== 'symbol') throw tokens.unexpected();
    if (isReserved(text)) {
      throw tokens.invalid(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
    }
  } else if (kind !== 'name') {
    throw tokens.unexpected();
  }
  return tokens.next().text;
}

function parseCall(tokens: Tokens): Operand {
  const name = tokens.nextOperator().text;
  tokens.expect('(');
  const operands = [parseOperand(tokens)];
  while (tokens.take(',')) operands.push(parseOperand(tokens));
  tokens.expect(')');
  return { kind: 'call', name, operands };
}
