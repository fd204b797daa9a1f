import { parseOperand, parsePath } from './parse-operand.ts';
import { Tokens } from './tokens.ts';
import type { Assignment, Operand, Path, Update } from './ast.ts';

type Section = 'SET' | 'REMOVE' | 'ADD' | 'DELETE';

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 *
 * @throws AwsError `ValidationException`
 */
export function parseUpdate(source: string): Update {
  const tokens = new Tokens(source, 'UpdateExpression');
  const update = { set: [] as Assignment[], remove: [] as Path[], add: [] as Assignment[], delete: [] as Assignment[] };
  const seen = new Set<Section>();
  while (tokens.peek().kind !== 'end') {
    const section = sectionOf(tokens);
    if (seen.has(section)) {
      throw tokens.invalid(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do {
      if (section === 'SET') update.set.push(parseAssignment(tokens));
      else if (section === 'REMOVE') update.remove.push(parsePath(tokens));
      else if (section === 'ADD') update.add.push({ path: parsePath(tokens), value: parseOperand(tokens) });
      else update.delete.push({ path: parsePath(tokens), value: parseOperand(tokens) });
    } while (tokens.take(','));
  }
  return update;
}

function sectionOf(tokens: Tokens): Section {
  for (const section of ['SET', 'REMOVE', 'ADD', 'DELETE'] as const) if (tokens.take(section)) return section;
  throw tokens.unexpected();
}

function parseAssignment(tokens: Tokens): Assignment {
  const path = parsePath(tokens);
  tokens.expect('=');
  return { path, value: parseSum(tokens) };
}

function parseSum(tokens: Tokens): Operand {
  const left = parseTerm(tokens);
  for (const operator of ['+', '-'] as const) {
    if (tokens.takeOperator(operator)) return { kind: 'arithmetic', operator, left, right: parseTerm(tokens) };
  }
  return left;
}

function parseTerm(tokens: Tokens): Operand {
  if (!tokens.take('(')) return parseOperand(tokens);
  const inner = parseSum(tokens);
  tokens.expect(')');
  return inner;
}
