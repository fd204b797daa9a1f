import { parsePath } from './parse-operand.ts';
import { Tokens } from './tokens.ts';
import type { Path } from './ast.ts';

/** @throws AwsError `ValidationException` */
export function parseProjection(source: string): Path[] {
  const tokens = new Tokens(source, 'ProjectionExpression');
  const paths = [parsePath(tokens)];
  while (tokens.take(',')) paths.push(parsePath(tokens));
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return paths;
}
