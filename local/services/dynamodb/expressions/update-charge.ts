import { lookUp } from './evaluate.ts';
import { setMembers, valueSize, type AttributeMap, type AttributeValue } from '../values.ts';
import type { Operand, Path, Update } from './ast.ts';

const BASE = 3;
const WRITTEN = 19;
const TAKEN_AWAY = 1;
const CALLS: Readonly<Record<string, number>> = { '+': 34, '-': 37, list_append: 37, if_not_exists: 39 };

/**
 * Bytes that AWS counts for a bound update expression itself, whatever comes of it. What it does not write, keys
 * among it, is not counted. Nowhere documented; measured by https://github.com/paritysuite/dynamodb-conformance.
 */
export function updateCharge(update: Update, item: AttributeMap): number {
  const set = update.set.map(({ path, value }) => WRITTEN + targetSize(path) + operandSize(value));
  const add = update.add.map(({ path, value }) => WRITTEN + targetSize(path) + addedSize(path, value, item));
  const gone = [...update.remove, ...update.delete.map(({ path }) => path)].map(
    (path) => TAKEN_AWAY + targetSize(path),
  );
  return [...set, ...add, ...gone].reduce((sum, bytes) => sum + bytes, BASE);
}

function targetSize({ parts: [first, ...rest] }: Path): number {
  return rest.reduce<number>((sum, part) => sum + 4 + partSize(part), partSize(first!));
}

function operandSize(operand: Operand): number {
  switch (operand.kind) {
    case 'constant':
      return valueSize(operand.value);
    case 'path':
      return operand.parts.reduce<number>((sum, part) => sum + 14 + partSize(part), 1);
    case 'arithmetic':
      return CALLS[operand.operator]! + operandSize(operand.left) + operandSize(operand.right);
    case 'call':
      return operand.operands.reduce((sum, each) => sum + operandSize(each), CALLS[operand.name]!);
    case 'reference':
      throw new TypeError('unbound reference');
  }
}

/** Of a set, only the members that it does not have yet. */
function addedSize(path: Path, operand: Operand, item: AttributeMap): number {
  if (operand.kind !== 'constant') throw new TypeError(`ADD of a ${operand.kind}`);
  const current = lookUp(item, path.parts);
  return valueSize(current === undefined ? operand.value : without(operand.value, new Set(setMembers(current))));
}

function without(value: AttributeValue, members: ReadonlySet<string>): AttributeValue {
  if ('SS' in value) return { SS: value.SS.filter((member) => !members.has(member)) };
  if ('NS' in value) return { NS: value.NS.filter((member) => !members.has(member)) };
  return 'BS' in value ? { BS: value.BS.filter((member) => !members.has(member.latin1())) } : value;
}

function partSize(part: string | number): number {
  return Buffer.byteLength(String(part));
}
