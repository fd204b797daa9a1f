import { isObject } from '../../json-object.ts';
import { compileCondition, excludes, type Condition } from './condition.ts';
import { attributeFields, bodyFields, type Field, type Fields } from './fields.ts';
import { isOr, type FilterPolicy, type FilterPolicyScope } from './validate-policy.ts';
import type { MessageAttribute } from '../message-attributes.ts';

/** Why a message did not pass; the names are those of the CloudWatch metrics `NumberOfNotificationsFilteredOut-…`. */
export type FilterVerdict = 'passed' | 'filtered' | 'NoMessageAttributes' | 'InvalidMessageBody';

/** What a filter looks at. */
export interface Filterable {
  readonly text: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

interface Demand {
  readonly path: string;
  readonly present: readonly ((field: Field) => boolean)[];
  /** Rules that an array must meet with every element. */
  readonly excluding: readonly ((field: Field) => boolean)[];
  readonly absent: boolean;
}

/** A policy made ready to run over many messages. */
export class Filter {
  readonly #scope: FilterPolicyScope;
  /** One list per way through the `$or`s; a message passes when one list holds in full. */
  readonly #alternatives: readonly (readonly Demand[])[];

  constructor(policy: FilterPolicy, scope: FilterPolicyScope) {
    this.#scope = scope;
    this.#alternatives = expand(policy, '', [[]]).map((parts) => parts.map((part) => demand(part, scope)));
  }

  judge(message: Filterable): FilterVerdict {
    if (this.#scope === 'MessageBody') {
      const fields = bodyFields(message.text);
      return fields === undefined ? 'InvalidMessageBody' : this.#verdict(fields);
    }
    const fields = attributeFields(message.attributes);
    // AWS: even `exists: false` needs at least one attribute to be there.
    if (Object.keys(message.attributes).length === 0) return 'NoMessageAttributes';
    return this.#verdict(fields);
  }

  #verdict(fields: Fields): FilterVerdict {
    return this.#alternatives.some((demands) => holds(demands, 0, fields, new Map())) ? 'passed' : 'filtered';
  }
}

/** One key of the policy with the values it allows. */
interface Part {
  readonly path: string;
  readonly rules: readonly unknown[];
}

function expand(policy: FilterPolicy, parent: string, alternatives: readonly Part[][]): Part[][] {
  let expanded: Part[][] = [...alternatives];
  for (const [key, value] of Object.entries(policy)) {
    const path = parent === '' ? key : `${parent}.${key}`;
    if (isOr(key, value)) expanded = value.flatMap((branch) => expand(branch, parent, expanded));
    else if (isObject(value)) expanded = expand(value, path, expanded);
    else expanded = expanded.map((parts) => [...parts, { path, rules: value as readonly unknown[] }]);
  }
  return expanded;
}

/**
 * AWS documents `anything-but` two ways: a `String.Array` attribute must hold none of the excluded values, an array in
 * the body only needs one value that is not excluded.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 */
function demand({ path, rules }: Part, scope: FilterPolicyScope): Demand {
  const present: ((field: Field) => boolean)[] = [];
  const excluding: ((field: Field) => boolean)[] = [];
  let absent = false;
  for (const rule of rules) {
    const condition: Condition = compileCondition(rule);
    if (condition.absent) absent = true;
    else {
      const wholeArray = scope === 'MessageAttributes' && excludes(rule);
      (wholeArray ? excluding : present).push(({ leaf }) => condition.matches(leaf));
    }
  }
  return { path, present, excluding, absent };
}

/**
 * Whether every demand from `at` on finds a value, all of them from the same elements of shared arrays: a match must
 * not be pieced together from two records of one message.
 */
function holds(demands: readonly Demand[], at: number, fields: Fields, chosen: ReadonlyMap<string, number>): boolean {
  const demand = demands[at];
  if (demand === undefined) return true;
  const found = fields.get(demand.path);
  if (found === undefined) return demand.absent && holds(demands, at + 1, fields, chosen);
  const wholly = demand.excluding.some((test) => found.every((field) => test(field)));
  return found.some((field) => {
    if (!wholly && !demand.present.some((test) => test(field))) return false;
    const joined = join(chosen, field.elements);
    return joined !== undefined && holds(demands, at + 1, fields, joined);
  });
}

function join(
  chosen: ReadonlyMap<string, number>,
  more: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> | undefined {
  if (more.size === 0) return chosen;
  const joined = new Map(chosen);
  for (const [array, element] of more) {
    const before = joined.get(array);
    if (before !== undefined && before !== element) return undefined;
    joined.set(array, element);
  }
  return joined;
}
