import {
  checkBetween,
  checkCall,
  checkComparison,
  checkDistinct,
  invalid,
  wrongOperandType,
} from './check-operands.ts';
import { AwsError } from '../../aws-error.ts';
import { readValue } from '../wire-values.ts';
import { validation } from '../validation.ts';
import { Reworded } from '../wording.ts';
import type { AttributeValue } from '../values.ts';
import type { Call, Condition, ExpressionKind, Operand, Path, Update } from './ast.ts';

/** Puts a request's `#names` and `:values` into its parsed expressions, and knows which were used. */
export class Bindings {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: ReadonlyMap<string, AttributeValue>;
  readonly #usedNames = new Set<string>();
  readonly #usedValues = new Set<string>();

  constructor(names: Readonly<Record<string, string>> = {}, values: Readonly<Record<string, unknown>> = {}) {
    this.#names = names;
    this.#values = new Map(Object.keys(values).map((name) => [name, readPlaceholder(name, values[name])]));
  }

  path(path: Path, kind: ExpressionKind): Path {
    if (!path.parts.some((part) => typeof part === 'string' && part.startsWith('#'))) return path;
    const parts = path.parts.map((part) => {
      if (typeof part === 'number' || !part.startsWith('#')) return part;
      if (!Object.hasOwn(this.#names, part)) {
        throw invalid(
          kind,
          `An expression attribute name used in the document path is not defined; attribute name: ${part}`,
        );
      }
      this.#usedNames.add(part);
      return this.#names[part]!;
    });
    return { kind: 'path', parts };
  }

  operand(operand: Operand, kind: ExpressionKind): Operand {
    switch (operand.kind) {
      case 'path':
        return this.path(operand, kind);
      case 'reference':
        return { kind: 'constant', value: this.#value(operand.name, kind) };
      case 'call':
        return this.call(operand, kind, 'operand');
      case 'arithmetic': {
        const left = this.operand(operand.left, kind);
        const right = this.operand(operand.right, kind);
        for (const side of [left, right]) {
          if (side.kind === 'constant' && !('N' in side.value))
            throw wrongOperandType(kind, operand.operator, side.value);
        }
        return { ...operand, left, right };
      }
      case 'constant':
        return operand;
    }
  }

  call(call: Call, kind: ExpressionKind, place: 'operand' | 'condition'): Call {
    const bound: Call = {
      ...call,
      operands: call.operands.map((operand) => this.operand(operand, kind)),
    };
    checkCall(bound, kind, place);
    return bound;
  }

  condition(condition: Condition, kind: ExpressionKind): Condition {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return {
          ...condition,
          left: this.condition(condition.left, kind),
          right: this.condition(condition.right, kind),
        };
      case 'not':
        return { kind: 'not', term: this.condition(condition.term, kind) };
      case 'compare': {
        const left = this.operand(condition.left, kind);
        const right = this.operand(condition.right, kind);
        checkDistinct(condition.operator, [left, right], kind);
        checkComparison(condition.operator, [left, right], kind);
        return { ...condition, left, right };
      }
      case 'between': {
        const [operand, low, high] = [condition.operand, condition.low, condition.high].map((part) =>
          this.operand(part, kind),
        ) as [Operand, Operand, Operand];
        checkComparison('BETWEEN', [operand, low, high], kind);
        checkBetween(low, high, kind);
        return { kind: 'between', operand, low, high };
      }
      case 'in':
        return {
          kind: 'in',
          operand: this.operand(condition.operand, kind),
          list: condition.list.map((member) => this.operand(member, kind)),
        };
      case 'call':
        return this.call(condition, kind, 'condition');
    }
  }

  update(update: Update): Update {
    const kind = 'UpdateExpression';
    const assignment = ({ path, value }: Update['set'][number]): Update['set'][number] => ({
      path: this.path(path, kind),
      value: this.operand(value, kind),
    });
    return {
      set: update.set.map(assignment),
      remove: update.remove.map((path) => this.path(path, kind)),
      add: update.add.map(assignment),
      delete: update.delete.map(assignment),
    };
  }

  /** @throws AwsError `ValidationException` for names or values that no expression used */
  checkAllUsed(): void {
    const names = Object.keys(this.#names).filter((name) => !this.#usedNames.has(name));
    if (names.length > 0) throw unused('ExpressionAttributeNames', names);
    const values = [...this.#values.keys()].filter((name) => !this.#usedValues.has(name));
    if (values.length > 0) throw unused('ExpressionAttributeValues', values);
  }

  #value(name: string, kind: ExpressionKind): AttributeValue {
    const value = this.#values.get(name);
    if (value === undefined) {
      throw invalid(kind, `An expression attribute value used in expression is not defined; attribute value: ${name}`);
    }
    this.#usedValues.add(name);
    return value;
  }
}

function readPlaceholder(name: string, value: unknown): AttributeValue {
  try {
    return readValue(value);
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.code !== 'ValidationException') throw cause;
    throw new Reworded(
      `ExpressionAttributeValues contains invalid value: ${cause.message} for key ${name}`,
      cause instanceof Reworded ? cause.newer : cause.message,
      { cause },
    );
  }
}

function unused(parameter: string, keys: readonly string[]): AwsError {
  return validation(`Value provided in ${parameter} unused in expressions: keys: {${keys.join(', ')}}`);
}
