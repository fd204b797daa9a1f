import { comparison, type LegacyCondition, type LegacyConditions, type LegacyMembers } from './legacy-condition.ts';
import { duplicateIn, invalidParameter, validation } from './validation.ts';
import { checkNameLength, readValue } from './wire-values.ts';
import { typeOf } from './values.ts';
import type { Condition, Path, Update } from './expressions/ast.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Expected.html */
export function legacyCondition({ Expected, ConditionalOperator }: LegacyMembers): Condition | undefined {
  const terms = Object.entries(Expected ?? {}).map(([name, expected]) => expectation(name, expected));
  return joined(terms, ConditionalOperator);
}

/** `KeyConditions`, `QueryFilter` and `ScanFilter`. */
export function legacyFilter(filter: LegacyConditions | undefined, operator?: string): Condition | undefined {
  const terms = Object.entries(filter ?? {}).map(([name, condition]) => comparison(name, condition));
  return joined(terms, operator);
}

export function attributesToGet({
  AttributesToGet: names,
}: {
  readonly AttributesToGet?: readonly string[];
}): Path[] | undefined {
  if (names === undefined) return undefined;
  const duplicate = duplicateIn(names);
  if (duplicate !== undefined) throw invalidParameter(`Duplicate value in attribute name: ${duplicate}`);
  names.forEach(checkNameLength);
  return names.map((name) => ({ kind: 'path', parts: [name] }));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html */
export function legacyUpdate({ AttributeUpdates }: LegacyMembers): Update | undefined {
  if (AttributeUpdates === undefined) return undefined;
  const update = {
    set: [] as Update['set'][number][],
    remove: [] as Path[],
    add: [] as Update['add'][number][],
    delete: [] as Update['delete'][number][],
    misfit: 'Type mismatch for attribute to update',
  };
  for (const [name, { Value, Action = 'PUT' }] of Object.entries(AttributeUpdates)) {
    checkNameLength(name);
    const path: Path = { kind: 'path', parts: [name] };
    if (Value === undefined) {
      if (Action !== 'DELETE') {
        throw invalidParameter('Only DELETE action is allowed when no attribute value is specified');
      }
      update.remove.push(path);
      continue;
    }
    const constant = { kind: 'constant', value: readValue(Value) } as const;
    const type = typeOf(constant.value);
    if (Action === 'PUT') update.set.push({ path, value: constant });
    else if (Action === 'ADD') {
      if (!['N', 'SS', 'NS', 'BS', 'L'].includes(type)) {
        throw invalidParameter(`ADD action is not supported for the type ${type}`);
      }
      if (type === 'L') update.set.push({ path, value: appended(path, constant) });
      else update.add.push({ path, value: constant });
    } else {
      if (!['SS', 'NS', 'BS'].includes(type)) {
        throw invalidParameter(`DELETE action with value is not supported for the type ${type}`);
      }
      update.delete.push({ path, value: constant });
    }
  }
  return update;
}

function appended(path: Path, list: { readonly kind: 'constant'; readonly value: ReturnType<typeof readValue> }) {
  const none = { kind: 'constant', value: { L: [] } } as const;
  const current = { kind: 'call', name: 'if_not_exists', operands: [path, none] } as const;
  return { kind: 'call', name: 'list_append', operands: [current, list] } as const;
}

function expectation(name: string, expected: LegacyCondition): Condition {
  const { ComparisonOperator: comparator, AttributeValueList: list, Value: value, Exists: given } = expected;
  if (list !== undefined && value !== undefined) {
    throw invalidParameter(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);
  }
  if (comparator !== undefined) {
    if (given !== undefined) {
      throw invalidParameter(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);
    }
    if (list === undefined && value === undefined && comparator !== 'NULL' && comparator !== 'NOT_NULL') {
      throw invalidParameter(
        `Value or AttributeValueList must be used with ComparisonOperator: ${comparator} for Attribute: ${name}`,
      );
    }
    const values = list ?? (value === undefined ? [] : [value]);
    return comparison(name, { ComparisonOperator: comparator, AttributeValueList: values });
  }
  if (list !== undefined) {
    throw invalidParameter(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);
  }
  const exists = expected.Exists ?? true;
  if (exists && expected.Value === undefined) {
    throw invalidParameter(
      `Value must be provided when Exists is ${String(expected.Exists ?? null)} for Attribute: ${name}`,
    );
  }
  if (!exists && expected.Value !== undefined) {
    throw invalidParameter(`Value cannot be used when Exists is false for Attribute: ${name}`);
  }
  if (!exists) return comparison(name, { ComparisonOperator: 'NULL' });
  return comparison(name, { ComparisonOperator: 'EQ', AttributeValueList: [expected.Value] });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.ConditionalOperator.html */
function joined(terms: readonly Condition[], operator?: string): Condition | undefined {
  if (operator !== undefined && terms.length < 2) {
    throw validation(
      terms.length === 0
        ? 'ConditionalOperator cannot be used without Filter or Expected'
        : 'ConditionalOperator can only be used when Filter or Expected has two or more elements',
    );
  }
  if (terms.length === 0) return undefined;
  const kind = operator === 'OR' ? 'or' : 'and';
  return terms.reduce((left, right) => ({ kind, left, right }));
}
