import { isObject } from './body.ts';
import { refuse } from './wire.ts';
import type { Behaviour, Rule } from './behaviour.ts';

type Check = readonly [allowed: string, holds: (value: unknown) => boolean];

const between = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most;
const whole = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && between(least, most)(value);
const text = (value: unknown): boolean => typeof value === 'string' && value !== '';

const fields: Readonly<Record<keyof Rule, Check>> = {
  decline: ['a reason', text],
  fail: ['a status of 400 to 599', whole(400, 599)],
  retryAfterSeconds: ['a whole number of seconds', whole(0, 86_400)],
  hangSeconds: ['0 to 900 seconds', between(0, 900)],
  delayMilliseconds: ['0 to 900000 milliseconds', between(0, 900_000)],
  loseReply: ['true', (value) => value === true],
  operation: ['the name of an operation', text],
  match: ['an object of plain values', (value) => isObject(value) && Object.values(value).every(isPlain)],
  amountAtLeast: ['a number', (value) => typeof value === 'number'],
  share: ['a number from 0 to 1', between(0, 1)],
  count: ['a whole number', whole(0, Number.MAX_SAFE_INTEGER)],
};

const effects = ['decline', 'fail', 'hangSeconds', 'delayMilliseconds', 'loseReply'] as const;

/** @throws Refusal 400 `invalid-behaviour` naming the field and what is allowed */
export function parseBehaviour(given: unknown): Behaviour {
  if (!isObject(given)) return invalid('a behaviour must be an object');
  for (const field of Object.keys(given)) if (field !== 'seed' && field !== 'rules') invalid(`unknown field ${field}`);
  const { seed, rules = [] } = given;
  if (seed !== undefined && typeof seed !== 'number' && typeof seed !== 'string')
    invalid('seed must be a number or text');
  if (!Array.isArray(rules)) return invalid('rules must be a list');
  rules.forEach(checkRule);
  return { ...(seed === undefined ? {} : { seed }), rules };
}

function checkRule(rule: unknown, index: number): void {
  if (!isObject(rule)) return invalid(`rules[${index}] must be an object`);
  for (const [field, value] of Object.entries(rule)) {
    if (!Object.hasOwn(fields, field)) invalid(`unknown field rules[${index}].${field}`);
    const [allowed, holds] = fields[field as keyof Rule];
    if (!holds(value)) invalid(`rules[${index}].${field} must be ${allowed}`);
  }
  const given = effects.filter((effect) => rule[effect] !== undefined);
  if (given.length !== 1) invalid(`rules[${index}] must have exactly one of ${effects.join(', ')}`);
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function invalid(detail: string): never {
  return refuse(400, 'invalid-behaviour', detail);
}
