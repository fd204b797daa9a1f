import { isIP } from 'node:net';
import { isObject } from '../../json-object.ts';

/** A fault in a filter policy, worded as SNS words it after `FilterPolicy: `. */
export class FilterPolicyFault extends Error {}

const STRING_OPERATORS = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']);

/**
 * Checks one member of a value list.
 *
 * @throws FilterPolicyFault
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function validateRule(rule: unknown): void {
  if (rule === null || ['string', 'number', 'boolean'].includes(typeof rule)) return;
  if (Array.isArray(rule)) throw new FilterPolicyFault('Match value must be String, number, true, false, or null');
  const entries = Object.entries(rule as Record<string, unknown>);
  const [operator, operand] = entries[0] ?? ['', undefined];
  if (entries.length !== 1) throw new FilterPolicyFault('Only one key allowed in match expression');
  if (STRING_OPERATORS.has(operator)) validateString(operator, operand);
  else if (operator === 'exists') validateExists(operand);
  else if (operator === 'anything-but') validateAnythingBut(operand);
  else if (operator === 'numeric') validateNumeric(operand);
  else if (operator === 'cidr') validateCidr(operand);
  else throw new FilterPolicyFault(`Unrecognized match type ${operator}`);
}

function validateString(operator: string, operand: unknown): void {
  if (typeof operand !== 'string') throw new FilterPolicyFault(`${operator} match pattern must be a string`);
  if (operator !== 'wildcard') return;
  if (operand.includes('**')) throw new FilterPolicyFault('Consecutive wildcard characters are not allowed');
  if (operand.split('*').length - 1 > 3) {
    throw new FilterPolicyFault('A wildcard match pattern can not have more than 3 wildcard characters');
  }
}

function validateExists(operand: unknown): void {
  if (typeof operand !== 'boolean') {
    throw new FilterPolicyFault('exists match pattern must be either true or false.');
  }
}

function validateAnythingBut(operand: unknown): void {
  if (isObject(operand)) {
    const entries = Object.entries(operand);
    if (entries.length !== 1) throw new FilterPolicyFault('Only one key allowed in match expression');
    const [operator, excluded] = entries[0] as [string, unknown];
    if (!STRING_OPERATORS.has(operator)) {
      throw new FilterPolicyFault(`Unsupported anything-but pattern: ${operator}`);
    }
    const list = operator === 'prefix' || operator === 'wildcard' ? [excluded] : [excluded].flat();
    for (const each of list) validateString(operator, each);
    return;
  }
  const list: unknown[] = [operand].flat();
  if (list.length === 0) throw new FilterPolicyFault('Empty arrays are not allowed');
  if (!list.every((each) => typeof each === 'string' || typeof each === 'number')) {
    throw new FilterPolicyFault('Inside anything-but list, start|null|boolean is not supported.');
  }
}

function validateNumeric(operand: unknown): void {
  if (!Array.isArray(operand)) throw new FilterPolicyFault('Value of numeric must be an array.');
  const terms: unknown[] = [...operand];
  if (terms.length === 0) throw new FilterPolicyFault('Invalid member in numeric match: ]');
  const first = terms.shift();
  if (typeof first !== 'string') throw new FilterPolicyFault(`Invalid member in numeric match: ${String(first)}`);
  if (!['<', '<=', '=', '>', '>='].includes(first)) {
    throw new FilterPolicyFault(`Unrecognized numeric range operator: ${first}`);
  }
  const bottom = bound(first, terms.shift());
  if (terms.length === 0) return;
  if (first !== '>' && first !== '>=') throw new FilterPolicyFault('Too many elements in numeric expression');
  const second = terms.shift();
  if (typeof second !== 'string') throw new FilterPolicyFault(`Bad value in numeric range: ${String(second)}`);
  if (second !== '<' && second !== '<=') throw new FilterPolicyFault(`Bad numeric range operator: ${second}`);
  if (bound(second, terms.shift()) <= bottom) throw new FilterPolicyFault('Bottom must be less than top');
  if (terms.length > 0) throw new FilterPolicyFault('Too many terms in numeric range expression');
}

function bound(operator: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw new FilterPolicyFault(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  return value;
}

function validateCidr(operand: unknown): void {
  if (typeof operand !== 'string') throw new FilterPolicyFault('prefix match pattern must be a string');
  const parts = operand.split('/');
  if (parts.length !== 2) throw new FilterPolicyFault("Malformed CIDR, one '/' required");
  const [address, bits] = parts as [string, string];
  if (!/^\d+$/.test(bits)) throw new FilterPolicyFault('Malformed CIDR, mask bits must be an integer');
  const version = isIP(address);
  if (version === 0) throw new FilterPolicyFault(`Nonstandard IP address: ${address}`);
  const most = version === 4 ? 32 : 128;
  if (Number(bits) > most) throw new FilterPolicyFault(`Malformed CIDR, mask bits must not be more than ${most}`);
}
