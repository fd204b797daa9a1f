import { compareValues } from './expressions/evaluate.ts';
import { invalidParameter, validation, type Constraints } from './validation.ts';
import { readValue } from './wire-values.ts';
import { typeOf, type AttributeType, type AttributeValue } from './values.ts';
import type { Comparator, Condition, Constant, Path } from './expressions/ast.ts';

/** A condition of the days before expressions. */
export interface LegacyCondition {
  readonly Value?: unknown;
  readonly Exists?: boolean;
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly unknown[];
}

interface LegacyUpdate {
  readonly Value?: unknown;
  readonly Action?: string;
}

interface Operator {
  /** How many values; `many` means one or more. */
  readonly values: number | 'many';
  readonly types?: readonly AttributeType[];
  make(path: Path, values: readonly Constant[]): Condition;
}

const NAMES = 'IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS'.split(' ');
const SCALARS: readonly AttributeType[] = ['S', 'N', 'B'];

const OPERATORS: Readonly<Record<string, Operator>> = {
  EQ: comparing('='),
  NE: comparing('<>'),
  LT: comparing('<', SCALARS),
  LE: comparing('<=', SCALARS),
  GT: comparing('>', SCALARS),
  GE: comparing('>=', SCALARS),
  NULL: { values: 0, make: (path) => ({ kind: 'call', name: 'attribute_not_exists', operands: [path] }) },
  NOT_NULL: { values: 0, make: (path) => ({ kind: 'call', name: 'attribute_exists', operands: [path] }) },
  CONTAINS: calling('contains', SCALARS),
  NOT_CONTAINS: {
    values: 1,
    types: SCALARS,
    make: (path, values) => ({
      kind: 'and',
      left: { kind: 'call', name: 'attribute_exists', operands: [path] },
      right: { kind: 'not', term: { kind: 'call', name: 'contains', operands: [path, ...values] } },
    }),
  },
  BEGINS_WITH: calling('begins_with', ['S', 'B']),
  IN: { values: 'many', types: SCALARS, make: (operand, list) => ({ kind: 'in', operand, list }) },
  BETWEEN: {
    values: 2,
    types: SCALARS,
    make: (operand, [low, high]) => ({ kind: 'between', operand, low: low!, high: high! }),
  },
};

export type LegacyConditions = Readonly<Record<string, LegacyCondition>>;

/** Members of requests from before expressions. */
export interface LegacyMembers {
  readonly Expected?: LegacyConditions | undefined;
  readonly KeyConditions?: LegacyConditions | undefined;
  readonly QueryFilter?: LegacyConditions | undefined;
  readonly ScanFilter?: LegacyConditions | undefined;
  readonly AttributeUpdates?: Readonly<Record<string, LegacyUpdate>> | undefined;
  readonly ConditionalOperator?: string | undefined;
}

/** Adds what is wrong with the names of operators and actions. */
export function checkLegacyMembers(constraints: Constraints, input: LegacyMembers): void {
  const { Expected, KeyConditions, QueryFilter, ScanFilter, AttributeUpdates } = input;
  for (const [name, { ComparisonOperator: operator }] of Object.entries(Expected ?? {})) {
    constraints.oneOf(operator, `expected.${name}.member.comparisonOperator`, NAMES);
  }
  for (const [parameter, conditions] of Object.entries({ KeyConditions, QueryFilter, ScanFilter })) {
    for (const [name, { ComparisonOperator: operator }] of Object.entries(conditions ?? {})) {
      const at = `${parameter[0]!.toLowerCase()}${parameter.slice(1)}.${name}.member.comparisonOperator`;
      constraints.required(operator, at).oneOf(operator, at, NAMES);
    }
  }
  for (const [name, { Action }] of Object.entries(AttributeUpdates ?? {})) {
    constraints.oneOf(Action, `attributeUpdates.${name}.member.action`, ['ADD', 'DELETE', 'PUT']);
  }
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html
 *
 * @param condition with an operator that is known
 * @throws AwsError `ValidationException`
 */
export function comparison(name: string, condition: LegacyCondition): Condition {
  const { ComparisonOperator: comparator, AttributeValueList: list = [] } = condition;
  const operator = OPERATORS[comparator!]!;
  const values = list.map((value) => readValue(value));
  check(comparator!, operator, values);
  return operator.make(
    { kind: 'path', parts: [name] },
    values.map((value) => ({ kind: 'constant', value })),
  );
}

function check(comparator: string, operator: Operator, values: readonly AttributeValue[]): void {
  if (operator.values === 'many' ? values.length === 0 : values.length !== operator.values) {
    throw invalidParameter(`Invalid number of argument(s) for the ${comparator} ComparisonOperator`);
  }
  const types = values.map(typeOf);
  if (types.some((type) => type !== types[0])) {
    throw invalidParameter('AttributeValues inside AttributeValueList must be of same type');
  }
  const odd = types.find((type) => operator.types !== undefined && !operator.types.includes(type));
  if (odd !== undefined) {
    throw invalidParameter(`ComparisonOperator ${comparator} is not valid for ${odd} AttributeValue type`);
  }
  if (comparator === 'BETWEEN' && compareValues(values[0]!, values[1]!)! > 0) {
    throw validation(
      'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    );
  }
}

function comparing(operator: Comparator, types?: readonly AttributeType[]): Operator {
  return {
    values: 1,
    ...(types === undefined ? {} : { types }),
    make: (left, [right]) => ({ kind: 'compare', operator, left, right: right! }),
  };
}

function calling(name: string, types: readonly AttributeType[]): Operator {
  return { values: 1, types, make: (path, values) => ({ kind: 'call', name, operands: [path, ...values] }) };
}
