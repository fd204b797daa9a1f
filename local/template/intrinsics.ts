import { isObject } from '../services/json-object.ts';
import { NO_VALUE, type Scope } from './scope.ts';
import { join, length, list, scalar, select, split, sub, toJsonString } from './functions.ts';

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(scalar('Ref', argument)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = attributeOf(argument);
    return scope.attribute(logicalId, scalar('Fn::GetAtt', evaluate(attribute, scope)));
  },
  'Fn::Join': (argument, scope) => join(evaluate(argument, scope)),
  'Fn::Sub': (argument, scope) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return sub(scalar('Fn::Sub', text), (evaluate(variables, scope) ?? {}) as Record<string, unknown>, scope);
  },
  'Fn::Select': (argument, scope) => select(evaluate(argument, scope)),
  'Fn::Split': (argument, scope) => split(evaluate(argument, scope)),
  'Fn::If': (argument, scope) => evaluate(chosen(argument, scope), scope),
  'Fn::And': (argument, scope) => list('Fn::And', argument).every((entry) => holds(entry, scope)),
  'Fn::Or': (argument, scope) => list('Fn::Or', argument).some((entry) => holds(entry, scope)),
  'Fn::Not': (argument, scope) => !holds(list('Fn::Not', argument)[0], scope),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list('Fn::Equals', evaluate(argument, scope));
    return comparable(left) === comparable(right);
  },
  'Fn::FindInMap': (argument, scope) => findInMap(argument, scope),
  'Fn::Base64': (argument, scope) =>
    Buffer.from(scalar('Fn::Base64', evaluate(argument, scope)), 'utf8').toString('base64'),
  'Fn::ImportValue': (argument, scope) => scope.imported(scalar('Fn::ImportValue', evaluate(argument, scope))),
  'Fn::GetStackOutput': (argument, scope) => {
    const given = evaluate(argument, scope) as Readonly<Record<string, unknown>>;
    const part = (name: string): string => scalar(`Fn::GetStackOutput ${name}`, given[name]);
    return scope.stackOutput(part('StackName'), part('OutputName'), 'Region' in given ? part('Region') : undefined);
  },
  'Fn::ToJsonString': (argument, scope) => toJsonString(evaluate(argument, scope)),
  'Fn::Length': (argument, scope) => length(evaluate(argument, scope)),
};

/** The function that `value` calls, if it is a call: `{ 'Fn::Join': […] }`. */
export function calledFunction(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  const key = keys[0];
  return keys.length === 1 && (key === 'Ref' || key!.startsWith('Fn::')) ? key : undefined;
}

export function isSimulated(functionName: string): boolean {
  return Object.hasOwn(intrinsics, functionName);
}

/**
 * Resolves every intrinsic function inside `value`. Properties and list entries that come out as `AWS::NoValue` are
 * left out; on its own it gives `undefined`.
 *
 * @throws Error naming the function or the name that cannot be resolved
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  const result = evaluateInner(value, scope);
  return result === NO_VALUE ? undefined : result;
}

function evaluateInner(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return resolveDynamic(value, scope);
  if (Array.isArray(value))
    return value.map((entry) => evaluateInner(entry, scope)).filter((entry) => entry !== NO_VALUE);
  if (!isObject(value)) return value;
  const name = calledFunction(value);
  if (name === undefined) return mapEntries(value, (entry) => evaluateInner(entry, scope));
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined) throw new Error(`${name} is not simulated`);
  const result = intrinsic(value[name], scope);
  return result === undefined ? NO_VALUE : result;
}

/** Resolves only `Fn::If` and `AWS::NoValue`, so that what a deployment leaves out is not checked or waited for. */
export function prune(value: unknown, scope: Pick<Scope, 'condition'>): unknown {
  if (Array.isArray(value)) return value.map((entry) => prune(entry, scope)).filter((entry) => entry !== undefined);
  if (!isObject(value)) return value;
  const name = calledFunction(value);
  if (name === 'Fn::If') return prune(chosen(value[name], scope), scope);
  if (name === 'Ref' && value[name] === 'AWS::NoValue') return undefined;
  return mapEntries(value, (entry) => {
    const pruned = prune(entry, scope);
    return pruned === undefined ? NO_VALUE : pruned;
  });
}

/** Whether an entry of `Conditions`, or `{ Condition: name }` inside one, holds. */
export function holds(value: unknown, scope: Scope): boolean {
  if (isObject(value) && typeof value['Condition'] === 'string') return scope.condition(value['Condition']);
  const result = evaluate(value, scope);
  if (result === true || result === 'true') return true;
  if (result === false || result === 'false') return false;
  throw new Error(`a condition must be true or false, got ${JSON.stringify(result)}`);
}

/** Logical id and attribute of either form of `Fn::GetAtt`; in the string form the first dot parts them. */
export function attributeOf(argument: unknown): [string, unknown] {
  if (typeof argument === 'string' && argument.includes('.')) {
    const dot = argument.indexOf('.');
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  if (Array.isArray(argument) && argument.length === 2 && typeof argument[0] === 'string') {
    return [argument[0], argument[1]];
  }
  throw new Error(`Fn::GetAtt takes a logical id and an attribute, got ${JSON.stringify(argument)}`);
}

function chosen(argument: unknown, scope: Pick<Scope, 'condition'>): unknown {
  const [condition, whenTrue, whenFalse] = list('Fn::If', argument);
  return scope.condition(scalar('Fn::If', condition)) ? whenTrue : whenFalse;
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [map, first, second, options] = list('Fn::FindInMap', argument);
  const keys = [map, first, second].map((key) => scalar('Fn::FindInMap', evaluate(key, scope)));
  const found = scope.mapped(keys[0]!, keys[1]!, keys[2]!);
  if (found !== undefined) return found;
  if (isObject(options) && 'DefaultValue' in options) return evaluate(options['DefaultValue'], scope);
  throw new Error(`Fn::FindInMap: the template has no ${keys.join('.')}`);
}

/** Values in a template are compared as text, so that `true` equals `"true"`. */
function comparable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
function resolveDynamic(text: string, scope: Scope): string {
  if (!text.includes('{{resolve:')) return text;
  return text.replace(/\{\{resolve:([a-z-]+):([^}]*)\}\}/g, (_whole, service: string, reference: string) =>
    scope.secret(service, reference),
  );
}

function mapEntries(value: Readonly<Record<string, unknown>>, change: (entry: unknown) => unknown): unknown {
  const entries = Object.entries(value).map(([key, entry]) => [key, change(entry)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== NO_VALUE));
}
