import { isObject } from '../services/json-object.ts';
import { effects, selection, type Effect, type FaultRule } from './rule.ts';

type Check = readonly [allowed: string, holds: (value: unknown) => boolean];

const text = (value: unknown): boolean => typeof value === 'string' && value !== '';
const between = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most;

const fields: Readonly<Record<keyof FaultRule, Check>> = {
  effect: [`one of ${effects.join(', ')}`, (value) => effects.includes(value as Effect)],
  service: ['the signing name of a service, such as sqs', text],
  action: [
    'an action such as sqs:SendMessage, SendMessage or *',
    (value) => typeof value === 'string' && /^([a-z0-9-]+:)?(\*|[A-Z]\w*)$/.test(value),
  ],
  function: ['the name of a function', text],
  match: ['text that the request holds', text],
  share: ['a number from 0 to 1', between(0, 1)],
  count: ['a whole number from 1', (value) => Number.isInteger(value) && (value as number) >= 1],
  seed: ['a number or text', (value) => typeof value === 'number' || typeof value === 'string'],
  delayMilliseconds: ['0 to 900000 milliseconds', between(0, 900_000)],
  after: ['true or false', (value) => typeof value === 'boolean'],
};

/** A fault plan that cannot be meant: the message names the field, what it was and what is allowed. */
export class InvalidFaults extends Error {
  override readonly name = 'InvalidFaults';
}

/**
 * Reads `{ "rules": [ … ] }`, or the bare list.
 *
 * @throws InvalidFaults
 */
export function parseFaults(given: unknown): readonly FaultRule[] {
  if (Array.isArray(given)) return given.map(parseRule);
  if (!isObject(given)) throw new InvalidFaults('Faults must be an object { "rules": [ … ] } or a list of rules');
  for (const field of Object.keys(given)) if (field !== 'rules') throw new InvalidFaults(`Unknown field ${field}`);
  if (!Array.isArray(given['rules'])) throw new InvalidFaults('rules must be a list');
  return given['rules'].map(parseRule);
}

function parseRule(given: unknown, index: number): FaultRule {
  const refuse = (reason: string): never => {
    throw new InvalidFaults(`rules[${index}]${reason}`);
  };
  if (!isObject(given)) return refuse(' must be an object');
  // A rule that says how long needs no other word for its effect.
  const rule = given['delayMilliseconds'] === undefined ? given : { effect: 'delay', ...given };
  for (const [field, value] of Object.entries(rule)) {
    if (!Object.hasOwn(fields, field)) refuse(`.${field} is unknown; known are ${Object.keys(fields).join(', ')}`);
    const [allowed, holds] = fields[field as keyof FaultRule];
    if (!holds(value)) refuse(`.${field} must be ${allowed}, got ${JSON.stringify(value)}`);
  }
  const parsed = rule as Partial<FaultRule>;
  if (parsed.effect === undefined) refuse(`.effect is missing: ${fields.effect[0]}`);
  const { service } = selection({ ...(parsed.action !== undefined && { action: parsed.action }) });
  if (service !== undefined && parsed.service !== undefined && service !== parsed.service)
    refuse(`.action ${parsed.action} is not of the service ${parsed.service}`);
  if (parsed.effect === 'delay' && parsed.delayMilliseconds === undefined)
    refuse('.delayMilliseconds is missing: 0 to 900000 milliseconds');
  if (parsed.effect !== 'delay' && parsed.delayMilliseconds !== undefined)
    refuse(`.delayMilliseconds goes with the effect delay, not with ${parsed.effect}`);
  if (parsed.effect !== 'crash' && parsed.after !== undefined)
    refuse(`.after goes with the effect crash, not with ${parsed.effect}`);
  return parsed as FaultRule;
}
