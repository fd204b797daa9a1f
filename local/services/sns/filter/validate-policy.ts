import { isObject } from '../../json-object.ts';
import { FilterPolicyFault, validateRule } from './validate-rule.ts';

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

export type FilterPolicy = { readonly [key: string]: unknown };

/** AWS: a policy may stand for at most 150 combinations of values and name at most five keys. */
const MOST_COMBINATIONS = 150;
const MOST_KEYS = 5;

/** A nested policy where only attributes can be matched. SNS words it without the usual `FilterPolicy: `. */
export class NestedPolicyFault extends Error {}

/**
 * Checks a parsed policy: shape, operators, keys and complexity.
 *
 * @throws FilterPolicyFault, NestedPolicyFault
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function validatePolicy(policy: FilterPolicy, scope: FilterPolicyScope): void {
  if (countKeys(policy) > MOST_KEYS) {
    throw new FilterPolicyFault(`Filter policy can not have more than ${MOST_KEYS} keys`);
  }
  const rules: unknown[] = [];
  const combinations = walk(policy, 1, 1, { rules, nested: scope === 'MessageBody' });
  if (combinations > MOST_COMBINATIONS) throw new FilterPolicyFault('Filter policy is too complex');
  for (const rule of rules) validateRule(rule);
}

/** `$or` with at least two objects is the operator; anything else by that name is a key. */
export function isOr(key: string, value: unknown): value is readonly FilterPolicy[] {
  return key === '$or' && Array.isArray(value) && value.length > 1 && value.every(isObject);
}

/** Parent keys that must hold together: of a `$or`, its longest branch. */
function countKeys(policy: FilterPolicy): number {
  let keys = 0;
  for (const [key, value] of Object.entries(policy)) {
    keys += isOr(key, value) ? Math.max(...value.map(countKeys)) : 1;
  }
  return keys;
}

interface Walk {
  readonly rules: unknown[];
  readonly nested: boolean;
}

/** Multiplies values and depth of each key, and adds up the branches of `$or`. Gathers the rules on the way. */
function walk(policy: FilterPolicy, depth: number, combinations: number, context: Walk): number {
  let product = combinations;
  for (const [key, value] of Object.entries(policy)) {
    if (isOr(key, value)) {
      const before = product;
      product = value.reduce((sum, branch) => sum + walk(branch, depth, before, context), 0);
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw new FilterPolicyFault('Empty arrays are not allowed');
      context.rules.push(...value);
      product *= value.length * depth;
    } else if (isObject(value)) {
      product = walk(value, depth + 1, product, context);
      if (!context.nested) {
        throw new NestedPolicyFault('Filter policy scope MessageAttributes does not support nested filter policy');
      }
      if (Object.keys(value).length === 0) throw new FilterPolicyFault('Empty objects are not allowed');
    } else {
      throw new FilterPolicyFault(`"${key}" must be an object or an array`);
    }
  }
  return product;
}
