import type { Scope } from './scope.ts';

/** @throws Error unless `value` is text, a number or a boolean, which templates treat alike */
export function scalar(caller: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${caller} takes text, got ${JSON.stringify(value)}`);
}

export function list(caller: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${caller} takes a list, got ${JSON.stringify(value)}`);
}

export function join(argument: unknown): string {
  const [delimiter, parts] = list('Fn::Join', argument);
  return list('Fn::Join', parts)
    .map((part) => scalar('Fn::Join', part))
    .join(scalar('Fn::Join', delimiter));
}

export function split(argument: unknown): string[] {
  const [delimiter, text] = list('Fn::Split', argument);
  return scalar('Fn::Split', text).split(scalar('Fn::Split', delimiter));
}

export function select(argument: unknown): unknown {
  const [index, entries] = list('Fn::Select', argument);
  const position = Number(index);
  const choices = list('Fn::Select', entries);
  if (!Number.isInteger(position) || position < 0 || position >= choices.length) {
    throw new Error(`Fn::Select cannot take entry ${String(index)} of ${choices.length}`);
  }
  return choices[position];
}

export function length(argument: unknown): number {
  return list('Fn::Length', argument).length;
}

export function toJsonString(argument: unknown): string {
  if (typeof argument === 'object' && argument !== null) return JSON.stringify(argument);
  throw new Error(`Fn::ToJsonString takes an object or a list, got ${JSON.stringify(argument)}`);
}

const placeholder = /\$\{(!?)([^}]+)\}/g;

/** Fills `${Name}` and `${LogicalId.Attribute}`; `${!Name}` stands for the literal `${Name}`. */
export function sub(text: string, variables: Readonly<Record<string, unknown>>, scope: Scope): string {
  return text.replace(placeholder, (_whole, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    return scalar('Fn::Sub', Object.hasOwn(variables, name) ? variables[name] : named(name.trim(), scope));
  });
}

/** The names that `Fn::Sub` would look up outside its own variables. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(placeholder)].filter((match) => match[1] === '').map((match) => match[2]!.trim());
}

function named(name: string, scope: Scope): unknown {
  const dot = name.indexOf('.');
  return dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
}
