import { wildcard } from './wildcard.ts';

export type Facts = Readonly<Record<string, string | readonly string[]>>;

type Test = (fact: string, wanted: string) => boolean;

const tests: Readonly<Record<string, Test>> = {
  StringEquals: (fact, wanted) => fact === wanted,
  StringEqualsIgnoreCase: (fact, wanted) => fact.toLowerCase() === wanted.toLowerCase(),
  StringLike: (fact, wanted) => wildcard(wanted).test(fact),
  ArnEquals: (fact, wanted) => wildcard(wanted).test(fact),
  ArnLike: (fact, wanted) => wildcard(wanted).test(fact),
  Bool: (fact, wanted) => fact.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: (fact, wanted) => Number(fact) === Number(wanted),
  NumericLessThan: (fact, wanted) => Number(fact) < Number(wanted),
  NumericLessThanEquals: (fact, wanted) => Number(fact) <= Number(wanted),
  NumericGreaterThan: (fact, wanted) => Number(fact) > Number(wanted),
  NumericGreaterThanEquals: (fact, wanted) => Number(fact) >= Number(wanted),
};

/**
 * Whether a statement's `Condition` block holds: every operator and key, any of a key's values
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 *
 * @throws Error for an operator that is not simulated
 */
export function conditionsHold(block: unknown, facts: Facts): boolean {
  for (const [operator, keys] of Object.entries((block ?? {}) as Record<string, Record<string, unknown>>)) {
    for (const [key, given] of Object.entries(keys)) {
      if (!holds(operator, [given].flat().map(String), factOf(facts, key))) return false;
    }
  }
  return true;
}

/** Condition keys are not case-sensitive. */
function factOf(facts: Facts, key: string): readonly string[] | undefined {
  const name = Object.keys(facts).find((known) => known.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : [facts[name]!].flat();
}

function holds(operator: string, wanted: readonly string[], found: readonly string[] | undefined): boolean {
  if (operator === 'Null') return wanted.includes(String(found === undefined));
  const [, quantifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator)!;
  const negated = /^(String|Arn|Numeric)Not/.test(name!);
  const test = tests[name!.replace(/^(String|Arn|Numeric)Not/, '$1')];
  if (test === undefined) throw new Error(`The condition operator ${operator} is not simulated`);
  if (found === undefined) return ifExists !== undefined || negated || quantifier === 'ForAllValues';
  const matches = (fact: string): boolean => wanted.some((value) => test(fact, value)) !== negated;
  return quantifier === 'ForAllValues' ? found.every(matches) : found.some(matches);
}
