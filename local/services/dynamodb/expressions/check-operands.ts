import { compareValues } from './evaluate.ts';
import { pathText, type Call, type ExpressionKind, type Operand } from './ast.ts';
import { typeOf, type AttributeType, type AttributeValue } from '../values.ts';
import { validation } from '../validation.ts';
import type { AwsError } from '../../aws-error.ts';

export function invalid(kind: ExpressionKind, reason: string): AwsError {
  return validation(`Invalid ${kind}: ${reason}`);
}

export function wrongOperandType(kind: ExpressionKind, name: string, value: AttributeValue): AwsError {
  return invalid(
    kind,
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(value)}`,
  );
}

const ARITY: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
  if_not_exists: 2,
  list_append: 2,
};
const UPDATE_FUNCTIONS = new Set(['if_not_exists', 'list_append']);
const TYPES = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];

/** Checks a bound function as far as it can be without an item. */
export function checkCall({ name, operands }: Call, kind: ExpressionKind, place: 'operand' | 'condition'): void {
  const arity = Object.hasOwn(ARITY, name) ? ARITY[name]! : undefined;
  if (arity === undefined) throw invalid(kind, `Invalid function name; function: ${name}`);
  const updates = kind === 'UpdateExpression';
  if (UPDATE_FUNCTIONS.has(name) !== updates) {
    const where = updates ? 'an update' : 'a condition';
    throw invalid(kind, `The function is not allowed in ${where} expression; function: ${name}`);
  }
  if (place !== (name === 'size' || updates ? 'operand' : 'condition')) throw misplaced(name, kind);
  if (operands.some((operand) => operand.kind === 'call' && operand.name === 'list_append')) {
    throw misplaced('list_append', kind);
  }
  if (operands.length !== arity) {
    throw invalid(
      kind,
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (!UPDATE_FUNCTIONS.has(name)) checkDistinct(name, operands, kind);
  checkTypes(name, operands, kind);
}

function misplaced(name: string, kind: ExpressionKind): AwsError {
  return invalid(kind, `The function is not allowed to be used this way in an expression; function: ${name}`);
}

function checkTypes(name: string, operands: readonly Operand[], kind: ExpressionKind): void {
  const first = operands[0]!;
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
    case 'if_not_exists':
      if (first.kind === 'path') return;
      throw invalid(kind, `Operator or function requires a document path; operator or function: ${name}`);
    case 'attribute_type':
      return checkTypeName(operands[1]!, kind);
    case 'begins_with':
      return allow(name, operands, ['S', 'B'], kind);
    case 'size':
      return allow(name, operands, ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'], kind);
    case 'list_append':
      return allow(name, operands, ['L'], kind);
    default:
  }
}

function checkTypeName(operand: Operand, kind: ExpressionKind): void {
  if (operand.kind !== 'constant') {
    throw invalid(
      kind,
      'Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}',
    );
  }
  if (!('S' in operand.value)) throw wrongOperandType(kind, 'attribute_type', operand.value);
  if (!TYPES.includes(operand.value.S)) {
    throw invalid(
      kind,
      `Invalid attribute type name found; type: ${operand.value.S}, valid types: {${TYPES.join(',')}}`,
    );
  }
}

function allow(
  name: string,
  operands: readonly Operand[],
  types: readonly AttributeType[],
  kind: ExpressionKind,
): void {
  for (const operand of operands) {
    if (operand.kind === 'constant' && !types.includes(typeOf(operand.value))) {
      throw wrongOperandType(kind, name, operand.value);
    }
  }
}

/** Only numbers, strings and binary have an order. */
export function checkComparison(operator: string, operands: readonly Operand[], kind: ExpressionKind): void {
  if (operator !== '=' && operator !== '<>') allow(operator, operands, ['S', 'N', 'B'], kind);
}

export function checkBetween(low: Operand, high: Operand, kind: ExpressionKind): void {
  if (low.kind !== 'constant' || high.kind !== 'constant') return;
  const bounds = `lower bound operand: AttributeValue: ${shown(low.value)}, upper bound operand: AttributeValue: ${shown(high.value)}`;
  if (typeOf(low.value) !== typeOf(high.value)) {
    throw invalid(kind, `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  }
  if (compareValues(low.value, high.value)! > 0) {
    throw invalid(
      kind,
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

export function checkDistinct(operator: string, operands: readonly Operand[], kind: ExpressionKind): void {
  const [first, ...rest] = operands;
  if (first?.kind !== 'path') return;
  const text = pathText(first.parts);
  if (!rest.some((operand) => operand.kind === 'path' && pathText(operand.parts) === text)) return;
  throw invalid(
    kind,
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${text}`,
  );
}

function shown(value: AttributeValue): string {
  const type = typeOf(value);
  const content = (value as unknown as Record<string, unknown>)[type];
  return `{${type}:${typeof content === 'string' ? content : JSON.stringify(content)}}`;
}
