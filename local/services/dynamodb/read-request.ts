import { AwsError } from '../aws-error.ts';
import { invalidParameter, validation } from './validation.ts';
import { projectedNames } from './projected-item.ts';
import { readMap } from './wire-values.ts';
import type { ReturnConsumedCapacity } from './capacity.ts';
import type { ExpressionInput } from './expressions/prepare.ts';
import type { Path } from './expressions/ast.ts';
import type { Index, Table } from './table.ts';
import type { CommonInput } from './actions/checks.ts';
import type { AttributeMap } from './values.ts';

/** What Query and Scan have in common. */
export interface ReadInput extends CommonInput, ExpressionInput {
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Readonly<Record<string, unknown>>;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

/** @throws AwsError `ValidationException` for an index that is missing or asked for too much */
export function indexOf(table: Table, input: ReadInput): Index | undefined {
  if (input.IndexName === undefined) return undefined;
  const index = table.indexes.get(input.IndexName);
  if (index === undefined) {
    throw validation(`The table does not have the specified index: ${input.IndexName}`);
  }
  if (index.record.kind === 'global' && input.ConsistentRead === true) {
    throw validation('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

/** What AWS does not introduce with "The provided starting key is invalid". */
const BARE = /contains duplicates|number set|numeric value|significant digits|number with magnitude/;

/** @throws AwsError `ValidationException` */
export function readStartKey({ ExclusiveStartKey: key }: ReadInput): AttributeMap | undefined {
  if (key === undefined) return undefined;
  try {
    return readMap(key);
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.code !== 'ValidationException' || BARE.test(cause.message)) throw cause;
    throw new AwsError(cause.code, `The provided starting key is invalid: ${cause.message}`, { cause });
  }
}

/** Checks what `Select` demands against the projection, before the table is known. */
export function checkSelect(input: ReadInput, operation: 'Querying' | 'Scanning'): void {
  const named = input.ProjectionExpression !== undefined ? 'ProjectionExpression' : 'AttributesToGet';
  const given = input.ProjectionExpression !== undefined || input.AttributesToGet !== undefined;
  switch (input.Select) {
    case 'SPECIFIC_ATTRIBUTES':
      if (given) return;
      throw validation(
        'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
      );
    case 'ALL_PROJECTED_ATTRIBUTES':
      if (input.IndexName === undefined) {
        throw invalidParameter(`ALL_PROJECTED_ATTRIBUTES can be used only when ${operation} using an IndexName`);
      }
      if (given) throw validation(`Cannot specify the ${named} when choosing to get ALL_PROJECTED_ATTRIBUTES`);
      return;
    case 'ALL_ATTRIBUTES':
      if (given) throw validation(`Cannot specify the ${named} when choosing to get ALL_ATTRIBUTES`);
      return;
    case 'COUNT':
      if (given) throw validation(`Cannot specify the ${named} when choosing to get only the Count`);
      return;
    default:
  }
}

/** The projection, and whether items must be whole where the index holds parts: a local index fetches the rest. */
export function projectionOf(
  table: Table,
  index: Index | undefined,
  input: ReadInput,
  projection: readonly Path[] | undefined,
): { readonly projection: readonly Path[] | undefined; readonly whole: boolean } {
  if (index === undefined || index.record.projection === 'ALL') return { projection, whole: true };
  const { name, kind } = index.record;
  const wantsAll = input.Select === 'ALL_ATTRIBUTES';
  const held = projectedNames(table, index.record);
  const missing = (projection ?? [])
    .map(({ parts }) => String(parts[0]))
    .filter((attribute) => !held.includes(attribute));
  if (kind === 'local') return { projection, whole: wantsAll || missing.length > 0 };
  if (wantsAll) {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  }
  if (missing.length > 0) {
    throw invalidParameter(`Global secondary index ${name} does not project [${missing.join(', ')}]`);
  }
  return { projection, whole: false };
}
