import { BlockList, isIP } from 'node:net';
import { isObject } from '../../json-object.ts';

/** A leaf of a message as filters see it; `undefined` is absence. */
export type Leaf = string | number | boolean | null;

/** Whether a present value satisfies the condition. `absent` conditions are `{ exists: false }`. */
export type Condition =
  | { readonly absent: true }
  | { readonly absent?: false; readonly matches: (leaf: Leaf) => boolean };

/** What a validated member of a policy's value list means. */
export function compileCondition(rule: unknown): Condition {
  if (typeof rule !== 'object' || rule === null) return { matches: equalTo(rule as Leaf) };
  const [operator, operand] = Object.entries(rule)[0] as [string, unknown];
  switch (operator) {
    case 'exists':
      return operand === true ? { matches: (leaf) => leaf !== null && leaf !== '' } : { absent: true };
    case 'anything-but':
      return { matches: anythingBut(operand) };
    case 'numeric':
      return { matches: numeric(operand as readonly (string | number)[]) };
    default:
      return { matches: onStrings(operator, operand as string) };
  }
}

/** Whether a condition is one that an array meets only as a whole: no element may be among the excluded. */
export function excludes(rule: unknown): boolean {
  return typeof rule === 'object' && rule !== null && 'anything-but' in rule;
}

function onStrings(operator: string, operand: string): (leaf: Leaf) => boolean {
  const test = stringTest(operator, operand);
  return (leaf) => typeof leaf === 'string' && test(leaf);
}

function stringTest(operator: string, operand: string): (text: string) => boolean {
  switch (operator) {
    case 'prefix':
      return (text) => text.startsWith(operand);
    case 'suffix':
      return (text) => text.endsWith(operand);
    case 'equals-ignore-case': {
      const folded = operand.toLowerCase();
      return (text) => text.toLowerCase() === folded;
    }
    case 'wildcard': {
      const parts = operand.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
      const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
      return (text) => pattern.test(text);
    }
    default:
      return cidr(operand);
  }
}

function cidr(block: string): (text: string) => boolean {
  const [address, bits] = block.split('/') as [string, string];
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return (text) => isIP(text) === (family === 'ipv6' ? 6 : 4) && list.check(text, family);
}

function anythingBut(operand: unknown): (leaf: Leaf) => boolean {
  if (isObject(operand)) {
    const [operator, excluded] = Object.entries(operand)[0] as [string, string | readonly string[]];
    const tests = [excluded].flat().map((each) => stringTest(operator, each));
    return (leaf) => typeof leaf !== 'string' || !tests.some((test) => test(leaf));
  }
  const tests = [operand].flat().map((each) => equalTo(each as Leaf));
  return (leaf) => !tests.some((test) => test(leaf));
}

function equalTo(expected: Leaf): (leaf: Leaf) => boolean {
  return (leaf) => leaf === expected;
}

function numeric(parts: readonly (string | number)[]): (leaf: Leaf) => boolean {
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < parts.length; at += 2) tests.push(comparison(parts[at] as string, parts[at + 1] as number));
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

function comparison(operator: string, bound: number): (value: number) => boolean {
  switch (operator) {
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      return (value) => value === bound;
  }
}
