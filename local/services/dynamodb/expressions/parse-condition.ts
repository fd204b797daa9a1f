import { parseOperand } from './parse-operand.ts';
import { Tokens } from './tokens.ts';
import type { Comparator, Condition, ExpressionKind } from './ast.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const MAX_IN = 100;
const COMPARATORS = new Set(['=', '<>', '<', '<=', '>', '>=']);

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 *
 * @throws AwsError `ValidationException`
 */
export function parseCondition(source: string, kind: ExpressionKind): Condition {
  const tokens = new Tokens(source, kind);
  const condition = parseOr(tokens);
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return condition;
}

function parseOr(tokens: Tokens): Condition {
  let left = parseAnd(tokens);
  while (tokens.takeOperator('OR')) left = { kind: 'or', left, right: parseAnd(tokens) };
  return left;
}

function parseAnd(tokens: Tokens): Condition {
  let left = parseNot(tokens);
  while (tokens.takeOperator('AND')) left = { kind: 'and', left, right: parseNot(tokens) };
  return left;
}

function parseNot(tokens: Tokens): Condition {
  if (tokens.takeOperator('NOT')) return { kind: 'not', term: parseNot(tokens) };
  return tokens.isNext('(') && !isOperand(tokens) ? parseParenthesised(tokens) : parseComparison(tokens);
}

/** Whether the parenthesis that opens here closes before a comparison, as in `(a) = :a`. */
function isOperand(tokens: Tokens): boolean {
  let depth = 0;
  for (let ahead = 0; tokens.peek(ahead).kind !== 'end'; ahead += 1) {
    const { text } = tokens.peek(ahead);
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth > 0) continue;
    const after = tokens.peek(ahead + 1);
    return COMPARATORS.has(after.text) || /^(?:BETWEEN|IN)$/i.test(after.text);
  }
  return false;
}

function parseParenthesised(tokens: Tokens): Condition {
  tokens.expect('(');
  const doubled = tokens.isNext('(');
  const before = tokens.peek();
  const condition = parseOr(tokens);
  const redundant = doubled && tokens.isNext(')') && closesWhatOpened(tokens, before.start);
  tokens.expect(')');
  if (redundant) throw tokens.invalid('The expression has redundant parentheses;');
  return condition;
}

/** Whether the parenthesis at `start` was closed by the token just taken, so that `((…))` wraps one thing twice. */
function closesWhatOpened(tokens: Tokens, start: number): boolean {
  let depth = 0;
  for (let back = -1; ; back -= 1) {
    const { text, start: at } = tokens.peek(back);
    if (text === ')') depth += 1;
    if (text === '(') depth -= 1;
    if (depth === 0) return at === start;
  }
}

function parseComparison(tokens: Tokens): Condition {
  const left = parseOperand(tokens);
  const { text } = tokens.peek();
  if (COMPARATORS.has(text)) {
    tokens.nextOperator();
    return { kind: 'compare', operator: text as Comparator, left, right: parseOperand(tokens) };
  }
  if (tokens.takeOperator('BETWEEN')) {
    const low = parseOperand(tokens);
    tokens.expect('AND');
    return { kind: 'between', operand: left, low, high: parseOperand(tokens) };
  }
  if (tokens.takeOperator('IN')) {
    tokens.expect('(');
    const list = [parseOperand(tokens)];
    while (tokens.take(',')) list.push(parseOperand(tokens));
    tokens.expect(')');
    if (list.length > MAX_IN) {
      throw tokens.invalid(
        `Incorrect number of operands for operator or function; operator or function: IN, number of operands: ${list.length}`,
      );
    }
    return { kind: 'in', operand: left, list };
  }
  if (left.kind !== 'call') throw tokens.unexpected();
  return left;
}
