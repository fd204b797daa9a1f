import { isObject } from '../services/json-object.ts';
import { attributeOf, calledFunction, isSimulated } from './intrinsics.ts';
import { placeholders } from './functions.ts';

/** What a value of the template looks up before it can be evaluated. */
export interface References {
  /** Names given to `Ref`: parameters, pseudo parameters, resources. */
  readonly names: Set<string>;
  /** Logical ids given to `Fn::GetAtt`. */
  readonly owners: Set<string>;
  /** Intrinsic functions that are not simulated, or are called wrongly: a sentence each. */
  readonly faults: Set<string>;
}

/** Walks a pruned value; nothing is evaluated. */
export function references(value: unknown): References {
  const found: References = { names: new Set(), owners: new Set(), faults: new Set() };
  walk(value, found);
  return found;
}

function walk(value: unknown, found: References): void {
  if (Array.isArray(value)) {
    for (const entry of value) walk(entry, found);
    return;
  }
  if (!isObject(value)) return;
  const name = calledFunction(value);
  if (name !== undefined) call(name, value[name], found);
  else for (const entry of Object.values(value)) walk(entry, found);
}

function call(name: string, argument: unknown, found: References): void {
  if (!isSimulated(name)) {
    found.faults.add(`${name} is not simulated`);
  } else if (name === 'Ref' && typeof argument === 'string') {
    found.names.add(argument);
  } else if (name === 'Fn::GetAtt') {
    try {
      found.owners.add(attributeOf(argument)[0]);
    } catch (error) {
      found.faults.add((error as Error).message);
    }
  } else if (name === 'Fn::Sub') {
    substitute(argument, found);
  } else {
    walk(argument, found);
  }
}

function substitute(argument: unknown, found: References): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') {
    found.faults.add(`Fn::Sub takes text, got ${JSON.stringify(text)}`);
    return;
  }
  for (const name of placeholders(text)) {
    if (isObject(variables) && Object.hasOwn(variables, name)) continue;
    const dot = name.indexOf('.');
    if (dot < 0) found.names.add(name);
    else found.owners.add(name.slice(0, dot));
  }
  walk(variables, found);
}
