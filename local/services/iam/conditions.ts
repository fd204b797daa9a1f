import { NotSimulated } from '../aws-error.ts';
import { negations, operators } from './condition-operators.ts';
import { hasVariables, substitute } from './variables.ts';
import type { RequestContext } from './request-context.ts';

export type Condition = (context: RequestContext) => boolean;

/**
 * A statement's `Condition` block as one test: every operator and key must hold, any of a key's values is enough.
 *
 * @throws AwsError `NotSimulated` for an operator that is not known
 */
export function compileConditions(block: unknown): Condition | undefined {
  const tests = Object.entries((block ?? {}) as Record<string, Record<string, unknown>>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => condition(operator, key.toLowerCase(), [value].flat().map(String))),
  );
  if (tests.length === 0) return undefined;
  return (context) => tests.every((test) => test(context));
}

function condition(operator: string, key: string, wanted: readonly string[]): Condition {
  if (operator === 'Null') {
    const absent = wanted.map((value) => value.toLowerCase()).includes('true');
    return (context) => (context.values(key) === undefined) === absent;
  }
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const negated = Object.hasOwn(negations, name);
  const positive = negated ? negations[name]! : name;
  if (!Object.hasOwn(operators, positive)) throw new NotSimulated(`The policy condition operator ${operator}`);
  const matches = anyOf(positive, wanted);
  return (context) => {
    const found = context.values(key);
    if (found === undefined) {
      if (ifExists !== undefined || quantifier === 'ForAllValues') return true;
      // A key that is not there is not equal to anything.
      return negated && quantifier === undefined;
    }
    const holds = (value: string): boolean => matches(value, context) !== negated;
    // Without a quantifier a negation means: none of the values.
    return quantifier === 'ForAllValues' || (negated && quantifier === undefined)
      ? found.every(holds)
      : found.some(holds);
  };
}

type Match = (found: string, context: RequestContext) => boolean;

/** Values with policy variables are put together for each request, the others once. */
function anyOf(operator: string, wanted: readonly string[]): Match {
  const make = operators[operator]!;
  const tests = wanted.map((value): Match => {
    if (hasVariables(value)) {
      return (found, context) => {
        const text = substitute(value, context);
        return text !== undefined && make(text)(found);
      };
    }
    const test = make(value);
    return (found) => test(found);
  });
  return (found, context) => tests.some((test) => test(found, context));
}
