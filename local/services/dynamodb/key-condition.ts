import { checkSize } from './key-size.ts';
import { AFTER_TERMINATOR, END, escaped, orderKey, partitionOf, sortPart, TERMINATOR } from './order-key.ts';
import { hashNames, rangeNames } from './key-names.ts';
import { invalidParameter, validation } from './validation.ts';
import { typeOf, type AttributeValue } from './values.ts';
import type { Comparator, Condition, Operand } from './expressions/ast.ts';
import type { KeySchema, KeyType } from './store.ts';

/** Positions from `from` (included) to `to` (excluded). */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

type Operator = Exclude<Comparator, '<>'> | 'BETWEEN' | 'begins_with';

interface KeyTerm {
  readonly operator: Operator;
  readonly values: readonly AttributeValue[];
}

const MIRRORED: Readonly<Record<string, Operator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' };

/**
 * What a bound key condition asks of each attribute.
 *
 * @throws AwsError `ValidationException` for what no table's keys could answer
 */
export function keyTerms(condition: Condition): ReadonlyMap<string, KeyTerm> {
  const terms = new Map<string, KeyTerm>();
  collect(condition, terms);
  return terms;
}

/**
 * The range that a key condition selects: equality on what makes the partition, then on leading attributes of the sort
 * key, the last of which may be compared otherwise.
 *
 * @throws AwsError `ValidationException`
 */
export function keyRange(
  terms: ReadonlyMap<string, KeyTerm>,
  key: KeySchema,
  types: Readonly<Record<string, KeyType>>,
): KeyRange {
  const [hashes, ranges] = [hashNames(key), rangeNames(key)];
  const most = hashes.length + ranges.length;
  if (terms.size > most) {
    throw validation(
      `The number of query conditions (${terms.size}) exceeds the number of key attributes defined in the schema (${most})`,
    );
  }
  const asked = (part: 'hash' | 'range') => (name: string) => {
    const term = terms.get(name);
    if (term === undefined) throw validation(`Query condition missed key schema element: ${name}`);
    checkTypes(name, term, types[name]!);
    for (const value of term.values) checkSize(part, value);
    return term;
  };
  const partition = hashes.map(asked('hash'));
  checkEqual(partition);
  checkLeading(terms, ranges);
  const leading = ranges.slice(0, terms.size - hashes.length).map(asked('range'));
  const last = leading.pop();
  const value = ({ values }: KeyTerm): AttributeValue => values[0]!;
  const prefix = partitionOf(partition.map(value)) + leading.map((term) => sortPart(value(term))).join('');
  return last === undefined ? { from: prefix, to: prefix + END } : rangeWithin(prefix, last);
}

function checkEqual(terms: readonly KeyTerm[]): void {
  if (terms.some(({ operator }) => operator !== '=')) throw notSupported();
}

/** Of the attributes of a sort key, only the last that is asked for may be compared otherwise than by equality. */
function checkLeading(terms: ReadonlyMap<string, KeyTerm>, ranges: readonly string[]): void {
  const last = ranges.findLast((name) => terms.has(name));
  if (last === undefined) return;
  const unequal = ranges.slice(0, ranges.indexOf(last)).filter((name) => terms.get(name)?.operator !== '=');
  if (unequal.length === 0) return;
  throw validation(
    `RANGE key attributes ${unequal.join(', ')} must have equality conditions specified in the query because a condition is present on key attribute ${last}`,
  );
}

/** The names that a key condition is about: filters may not repeat them. */
export function conditionNames(condition: Condition, found = new Set<string>()): Set<string> {
  const see = (operand: Operand): void => {
    if (operand.kind === 'path') found.add(String(operand.parts[0]));
    if (operand.kind === 'call') operand.operands.forEach(see);
  };
  switch (condition.kind) {
    case 'and':
    case 'or':
      conditionNames(condition.left, found);
      conditionNames(condition.right, found);
      break;
    case 'not':
      conditionNames(condition.term, found);
      break;
    case 'call':
      condition.operands.forEach(see);
      break;
    case 'compare':
      [condition.left, condition.right].forEach(see);
      break;
    case 'between':
      [condition.operand, condition.low, condition.high].forEach(see);
      break;
    case 'in':
      [condition.operand, ...condition.list].forEach(see);
  }
  return found;
}

function collect(condition: Condition, terms: Map<string, KeyTerm>): void {
  switch (condition.kind) {
    case 'and':
      collect(condition.left, terms);
      collect(condition.right, terms);
      return;
    case 'compare':
      if (condition.operator === '<>') throw notAllowed('<>');
      return condition.left.kind === 'path'
        ? addTerm(terms, condition.left, condition.operator, [condition.right])
        : addTerm(terms, condition.right, MIRRORED[condition.operator]!, [condition.left]);
    case 'between':
      return addTerm(terms, condition.operand, 'BETWEEN', [condition.low, condition.high]);
    case 'call':
      if (condition.name !== 'begins_with') throw notAllowed(condition.name);
      return addTerm(terms, condition.operands[0]!, 'begins_with', [condition.operands[1]!]);
    default:
      throw notAllowed(condition.kind.toUpperCase());
  }
}

function addTerm(terms: Map<string, KeyTerm>, path: Operand, operator: Operator, values: readonly Operand[]): void {
  if (path.kind === 'call' || values.some(({ kind }) => kind === 'call')) {
    throw validation('KeyConditionExpressions cannot contain nested operations');
  }
  if (path.kind !== 'path') {
    throw operator === 'BETWEEN' || operator === 'begins_with'
      ? validation(
          `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
        )
      : validation('Invalid condition in KeyConditionExpression: No key attribute specified');
  }
  if (values.some(({ kind }) => kind === 'path')) {
    throw validation('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
  }
  if (path.parts.length > 1) {
    throw validation('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  const name = String(path.parts[0]);
  if (terms.has(name)) {
    throw validation('Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key');
  }
  terms.set(name, { operator, values: values.map((value) => (value as { value: AttributeValue }).value) });
}

function notSupported(): Error {
  return validation('Query key condition not supported');
}

function notAllowed(operator: string): Error {
  return validation(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function checkTypes(name: string, { values }: KeyTerm, type: KeyType): void {
  for (const value of values) {
    if (typeOf(value) !== type) throw invalidParameter('Condition parameter type does not match schema type');
    if (('S' in value && value.S === '') || ('B' in value && value.B.length === 0)) {
      throw validation(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value. Key: ${name}`,
      );
    }
  }
}

function rangeWithin(prefix: string, { operator, values }: KeyTerm): KeyRange {
  const place = (value: AttributeValue): string => prefix + escaped(orderKey(value));
  const first = place(values[0]!);
  const [before, after] = [first + TERMINATOR, first + AFTER_TERMINATOR];
  switch (operator) {
    case '=':
      return { from: before, to: after };
    case '<':
      return { from: prefix, to: before };
    case '<=':
      return { from: prefix, to: after };
    case '>':
      return { from: after, to: prefix + END };
    case '>=':
      return { from: before, to: prefix + END };
    case 'BETWEEN':
      return { from: before, to: place(values[1]!) + AFTER_TERMINATOR };
    case 'begins_with':
      return { from: first, to: first + END };
  }
}
