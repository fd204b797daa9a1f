import { AwsError } from '../aws-error.ts';

type Scalar = 'String' | 'Boolean' | 'Integer' | 'Long';

/** The JSON type of a member. `attribute` values are checked where they are read. */
export type Shape = Scalar | 'attribute' | ListShape | MapShape | StructureShape;

interface ListShape {
  readonly kind: 'list';
  readonly of: Shape;
}

interface MapShape {
  readonly kind: 'map';
  readonly of: Shape;
}

export interface StructureShape {
  readonly kind: 'structure';
  /** As errors name it. */
  readonly name: string;
  readonly members: Readonly<Record<string, Shape>>;
}

const MODEL = 'com.amazonaws.dynamodb.v20120810.';
const TRUE = new Set(['TRUE', 'YES', '1']);
const FALSE = new Set(['FALSE', 'NO', '0']);

/**
 * Checks the JSON types of an action's input, recursively. Members that are null or that the action does not have are
 * taken out: AWS passes over them.
 *
 * @throws AwsError `SerializationException`
 */
export function checkMembers({ members }: StructureShape, input: Record<string, unknown>): void {
  for (const member of Object.keys(input)) {
    const value = input[member];
    const shape = Object.hasOwn(members, member) ? members[member] : undefined;
    if (shape === undefined || value === null) delete input[member];
    else if (shape === 'Boolean') input[member] = readBoolean(value);
    else checkShape(shape, value, 'Unexpected field type');
  }
}

/** @param misplaced what AWS says of a scalar where a structure belongs */
function checkShape(shape: Shape, value: unknown, misplaced: string): void {
  if (value === null || shape === 'attribute') return;
  if (typeof shape === 'string') return checkScalar(shape, value);
  if (typeof value !== 'object') throw unexpected(misplaced);
  switch (shape.kind) {
    case 'list':
      if (!Array.isArray(value)) throw unexpected('Start of structure or map found where not expected');
      value.forEach((member, index) => {
        if (member === null && isStructure(shape.of)) value[index] = {};
        else checkShape(shape.of, member, 'Unexpected value type in payload');
      });
      return;
    case 'map':
      if (Array.isArray(value)) {
        throw unexpected(`Unrecognized collection type java.util.Map<java.lang.String, ${javaName(shape.of)}>`);
      }
      for (const [name, member] of Object.entries(value)) {
        if (member === null && shape.of !== 'attribute') delete (value as Record<string, unknown>)[name];
        else checkShape(shape.of, member, 'Unexpected value type in payload');
      }
      return;
    case 'structure':
      if (Array.isArray(value)) throw unexpected(`Unrecognized collection type class ${MODEL}${shape.name}`);
      checkMembers(shape, value as Record<string, unknown>);
  }
}

function isStructure(shape: Shape): boolean {
  return typeof shape === 'object' && shape.kind === 'structure';
}

function checkScalar(type: Scalar, value: unknown): void {
  const expected = type === 'String' ? 'string' : type === 'Boolean' ? 'boolean' : 'number';
  if (typeof value !== expected) throw wrongScalar(type, value);
}

/** What AWS says of a JSON value that is no `type`. */
export function wrongScalar(type: Scalar, value: unknown): AwsError {
  if (Array.isArray(value)) return unexpected(`Unrecognized collection type class java.lang.${type}`);
  if (typeof value === 'object') return unexpected('Start of structure or map found where not expected');
  return unexpected(`${tokenOf(value)}_VALUE cannot be converted to ${type}`);
}

/** Text may stand for a boolean. */
export function readBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw wrongScalar('Boolean', value);
  if (TRUE.has(value.toUpperCase())) return true;
  if (FALSE.has(value.toUpperCase())) return false;
  throw unexpected('Unexpected token received from parser');
}

export function unexpected(message: string): AwsError {
  return new AwsError('SerializationException', message);
}

function tokenOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER' : 'DECIMAL';
  return typeof value === 'string' ? 'STRING' : value === true ? 'TRUE' : 'FALSE';
}

function javaName(shape: Shape): string {
  if (shape === 'attribute') return `${MODEL}AttributeValue`;
  if (typeof shape === 'string') return `java.lang.${shape}`;
  if (shape.kind === 'list') return `java.util.List<${javaName(shape.of)}>`;
  return shape.kind === 'map' ? `java.util.Map<java.lang.String, ${javaName(shape.of)}>` : MODEL + shape.name;
}
