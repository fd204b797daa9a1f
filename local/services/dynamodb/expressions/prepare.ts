import { validation } from '../validation.ts';
import { applyUpdate, checkUpdateOperands } from './apply-update.ts';
import { Bindings } from './bind.ts';
import { remembering } from './cache.ts';
import { parseCondition } from './parse-condition.ts';
import { parseProjection } from './parse-projection.ts';
import { parseUpdate } from './parse-update.ts';
import { checkOverlap } from './paths.ts';
import { checkNameLength } from '../wire-values.ts';
import type { Condition, ExpressionKind, Path, Update } from './ast.ts';

export { applyUpdate };

/** The members of a request that hold expressions. */
export interface ExpressionInput {
  readonly ConditionExpression?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
}

/** A request's expressions, parsed, bound and checked. */
export interface Expressions {
  readonly condition?: Condition | undefined;
  readonly filter?: Condition | undefined;
  readonly keyCondition?: Condition | undefined;
  readonly projection?: readonly Path[] | undefined;
  readonly update?: Update | undefined;
}

const parsers = {
  condition: remembering((source) => parseCondition(source, 'ConditionExpression')),
  filter: remembering((source) => parseCondition(source, 'FilterExpression')),
  keyCondition: remembering((source) => parseCondition(source, 'KeyConditionExpression')),
  projection: remembering(parseProjection),
  update: remembering(parseUpdate),
};

/**
 * Checks which members a request has, before what is in them.
 *
 * @param kinds the expressions that this action takes
 * @param legacy their predecessors, which must not meet them in one request
 * @throws AwsError `ValidationException`
 */
export function checkExpressionMembers(
  input: ExpressionInput,
  kinds: readonly ExpressionKind[],
  legacy: readonly string[],
): void {
  const used = kinds.filter((kind) => input[kind] !== undefined);
  const old = legacy.filter((member) => (input as Readonly<Record<string, unknown>>)[member] !== undefined);
  if (used.length > 0 && old.length > 0) {
    throw validation(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${old.join(', ')}} Expression parameters: {${used.join(', ')}}`,
    );
  }
  if (input.ExpressionAttributeNames !== undefined && used.length === 0) {
    throw validation('ExpressionAttributeNames can only be specified when using expressions');
  }
  const takers = kinds.filter((kind) => kind !== 'ProjectionExpression');
  const writes = kinds.includes('ConditionExpression');
  if (input.ExpressionAttributeValues !== undefined && takers.every((kind) => input[kind] === undefined)) {
    const missing = `: ${takers.join(' and ')} ${takers.length > 1 ? 'are' : 'is'} null`;
    throw validation(`ExpressionAttributeValues can only be specified when using expressions${writes ? '' : missing}`);
  }
}

/** @throws AwsError `ValidationException` */
export function prepare(input: ExpressionInput): Expressions {
  checkPlaceholders(input);
  const bindings = new Bindings(input.ExpressionAttributeNames ?? {}, input.ExpressionAttributeValues ?? {});
  const condition = (source: string | undefined, kind: ExpressionKind, parse: (source: string) => Condition) =>
    source === undefined ? undefined : bindings.condition(parse(source), kind);
  const expressions: Expressions = {
    update: input.UpdateExpression === undefined ? undefined : bindings.update(parsers.update(input.UpdateExpression)),
    condition: condition(input.ConditionExpression, 'ConditionExpression', parsers.condition),
    keyCondition: condition(input.KeyConditionExpression, 'KeyConditionExpression', parsers.keyCondition),
    filter: condition(input.FilterExpression, 'FilterExpression', parsers.filter),
    projection:
      input.ProjectionExpression === undefined
        ? undefined
        : parsers.projection(input.ProjectionExpression).map((path) => bindings.path(path, 'ProjectionExpression')),
  };
  if (expressions.update !== undefined) checkUpdate(expressions.update);
  if (expressions.projection !== undefined) checkOverlap(expressions.projection, 'ProjectionExpression');
  // A transaction may bring placeholders without any expression.
  if (Object.values(expressions).some((expression) => expression !== undefined)) bindings.checkAllUsed();
  return expressions;
}

function checkUpdate(update: Update): void {
  checkOverlap(updatedPaths(update), 'UpdateExpression');
  checkUpdateOperands(update);
}

/** Every path that an update writes. */
export function updatedPaths(update: Update): Path[] {
  return [...update.set, ...update.add, ...update.delete].map(({ path }) => path).concat(update.remove);
}

const MAX_PLACEHOLDER_BYTES = 255;

function checkPlaceholders({
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: values,
}: ExpressionInput): void {
  if (names !== undefined) {
    checkKeys('ExpressionAttributeNames', names, /^#[0-9a-zA-Z_]+$/, (size) => `; size of key: ${size}`);
    const nameless = Object.keys(names).find((key) => names[key] === '');
    if (nameless !== undefined) {
      throw validation(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${nameless}`);
    }
    for (const name of Object.values(names)) checkNameLength(name);
  }
  if (values !== undefined) checkKeys('ExpressionAttributeValues', values, /^:[0-9a-zA-Z_]+$/, () => ';');
}

function checkKeys(
  parameter: string,
  map: Readonly<Record<string, unknown>>,
  pattern: RegExp,
  tail: (size: number) => string,
): void {
  const keys = Object.keys(map);
  if (keys.length === 0) throw validation(`${parameter} must not be empty`);
  for (const key of keys) {
    const size = Buffer.byteLength(key);
    if (size > MAX_PLACEHOLDER_BYTES) {
      throw validation(
        `${parameter} contains invalid key: The expression attribute map contains a key that is too long${tail(size)}`,
      );
    }
    if (!pattern.test(key)) throw validation(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
  }
}
