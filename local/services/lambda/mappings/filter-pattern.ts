import { invalidParameter } from '../errors.ts';
import { isObject } from '../../json-object.ts';
import type { FilterCriteria } from '@aws-sdk/client-lambda';
import type { AwsError } from '../../aws-error.ts';

/** Whether a JSON value meets a pattern. */
type Test = (value: unknown) => boolean;

export interface Pattern {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly matches: Test;
}

/**
 * Compiles filter criteria: patterns joined by OR, each in the rule syntax of event filtering.
 *
 * @returns undefined where there are no filters, so everything passes
 * @throws AwsError `InvalidParameterValueException` for a pattern that is not valid
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export function compileFilters(criteria: FilterCriteria | undefined): readonly Pattern[] | undefined {
  const filters = criteria?.Filters ?? [];
  if (filters.length === 0) return undefined;
  if (filters.length > 10) throw invalid('a mapping takes at most 10 filters');
  return filters.map((filter) => compilePattern(filter.Pattern ?? '{}'));
}

export function compilePattern(text: string): Pattern {
  if (text.length > 4096) throw invalid('a pattern has at most 4096 characters');
  let keys: unknown;
  try {
    keys = JSON.parse(text);
  } catch (cause) {
    throw invalid('not JSON', { cause });
  }
  if (!isObject(keys)) throw invalid('a pattern is a JSON object');
  return { keys, matches: compileObject(keys) };
}

function compileObject(pattern: Readonly<Record<string, unknown>>): Test {
  const tests: ((value: Readonly<Record<string, unknown>>) => boolean)[] = Object.entries(pattern).map(
    ([key, rule]) => {
      if (key === '$or') {
        if (!Array.isArray(rule) || rule.length === 0 || !rule.every(isObject))
          throw invalid('$or takes a list of patterns');
        const branches = rule.map(compileObject);
        return (value) => branches.some((branch) => branch(value));
      }
      const test = compileField(key, rule);
      return (value) => test(Object.hasOwn(value, key) ? value[key] : undefined);
    },
  );
  return (value) => {
    const fields = isObject(value) ? value : {};
    return tests.every((test) => test(fields));
  };
}

function compileField(key: string, rule: unknown): Test {
  if (Array.isArray(rule)) {
    if (rule.length === 0) throw invalid(`${key} has an empty list of rules`);
    const rules = rule.map(compileRule);
    return (value) => {
      const values = Array.isArray(value) ? value : [value];
      if (values.length === 0) return rules.some((matches) => matches(undefined));
      return values.some((one) => rules.some((matches) => matches(one)));
    };
  }
  if (isObject(rule)) {
    const inner = compileObject(rule);
    // As in EventBridge, a list of objects meets the pattern if one of its objects does.
    return (value) => (Array.isArray(value) ? value.some(inner) : inner(value));
  }
  throw invalid(`${key} must hold a list of rules or an object`);
}

function compileRule(rule: unknown): Test {
  if (rule === null || typeof rule !== 'object') return (value) => value === rule;
  if (!isObject(rule)) throw invalid('a rule is a value or an object with one comparison');
  const entries = Object.entries(rule);
  if (entries.length !== 1) throw invalid('a rule holds exactly one comparison');
  const [name, operand] = entries[0]!;
  switch (name) {
    case 'exists':
      if (typeof operand !== 'boolean') throw invalid('exists takes true or false');
      return (value) => (value !== undefined && !isObject(value)) === operand;
    case 'prefix':
      return textTest(name, operand, (value, wanted) => value.startsWith(wanted));
    case 'suffix':
      return textTest(name, operand, (value, wanted) => value.endsWith(wanted));
    case 'equals-ignore-case':
      return textTest(name, operand, (value, wanted) => value.toLowerCase() === wanted.toLowerCase());
    case 'anything-but':
      return anythingBut(operand);
    case 'numeric':
      return numeric(operand);
    default:
      throw invalid(`unrecognized comparison ${name}`);
  }
}

function textTest(name: string, operand: unknown, compare: (value: string, wanted: string) => boolean): Test {
  if (typeof operand !== 'string') throw invalid(`${name} takes a string`);
  return (value) => typeof value === 'string' && compare(value, operand);
}

function anythingBut(operand: unknown): Test {
  if (isObject(operand)) {
    const unwanted = compileRule(operand);
    return (value) => value !== undefined && !unwanted(value);
  }
  const unwanted = Array.isArray(operand) ? operand : [operand];
  if (unwanted.length === 0 || unwanted.some((one) => typeof one !== 'string' && typeof one !== 'number')) {
    throw invalid('anything-but takes strings or numbers');
  }
  return (value) => value !== undefined && !unwanted.includes(value);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0 || operand.length > 4) {
    throw invalid('numeric takes one or two pairs of comparison and number');
  }
  const bounds: ((value: number) => boolean)[] = [];
  for (let i = 0; i < operand.length; i += 2) {
    const compare = COMPARISONS[String(operand[i])];
    const bound: unknown = operand[i + 1];
    if (compare === undefined || typeof bound !== 'number')
      throw invalid('numeric compares by =, <, <=, >, >= with a number');
    bounds.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && bounds.every((bound) => bound(value));
}

/** Lambda does not say what is wrong; the cause does. */
function invalid(why: string, options?: ErrorOptions): AwsError {
  return invalidParameter('Invalid filter pattern definition.', { cause: new Error(why, options) });
}
