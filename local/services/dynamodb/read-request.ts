import { attributesToGet } from './legacy.ts';
import { invalidParameter, validation } from './validation.ts';
import { projectedNames } from './projected-item.ts';
import type { ReturnConsumedCapacity } from './capacity.ts';
import type { ExpressionInput } from './expressions/prepare.ts';
import type { Path } from './expressions/ast.ts';
import type { Index, Table } from './table.ts';
import type { LegacyCondition } from './legacy.ts';
import type { CommonInput } from './actions/checks.ts';

/** What Query and Scan have in common. */
export interface ReadInput extends CommonInput, ExpressionInput {
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Readonly<Record<string, unknown>>;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
  readonly AttributesToGet?: readonly string[];
  readonly ConditionalOperator?: string;
}

export type LegacyFilter = Readonly<Record<string, LegacyCondition>>;

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
  expression: readonly Path[] | undefined,
): { readonly projection: readonly Path[] | undefined; readonly whole: boolean } {
  const projection = expression ?? attributesToGet(input);
  if (index === undefined || index.record.projection === 'ALL') return { projection, whole: true };
  const { name, kind } = index.record;
  const wantsAll = input.Select === 'ALL_ATTRIBUTES';
  if (kind === 'local') return { projection, whole: wantsAll || projection !== undefined };
  if (wantsAll) {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  }
  const held = projectedNames(table, index.record);
  const missing = projection?.map(({ parts }) => String(parts[0])).filter((attribute) => !held.includes(attribute));
  if (missing !== undefined && missing.length > 0) {
    throw invalidParameter(`Global secondary index ${name} does not project [${missing.join(', ')}]`);
  }
  return { projection, whole: false };
}
