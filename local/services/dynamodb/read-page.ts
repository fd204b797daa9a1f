import { readBlocks } from './capacity.ts';
import { checkKey } from './keys.ts';
import { holds } from './expressions/evaluate.ts';
import { project } from './expressions/project.ts';
import { pick, type Index, type Row, type Table } from './table.ts';
import { projectedItem } from './projected-item.ts';
import { attribute, itemSize, typeOf, type AttributeMap } from './values.ts';
import { validation } from './validation.ts';
import type { Condition, Path } from './expressions/ast.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { KeyRange } from './key-condition.ts';

const MISMATCH = 'The provided key element does not match the schema';
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const PAGE_BYTES = 1024 * 1024;

export interface PageRequest {
  readonly table: Table;
  readonly index?: Index | undefined;
  readonly range: KeyRange;
  readonly backwards: boolean;
  /** Items to look at, before the filter. */
  readonly limit?: number | undefined;
  /** Position after which to go on. */
  readonly after?: string | undefined;
  readonly filter?: Condition | undefined;
  readonly projection?: readonly Path[] | undefined;
  /** Whether items come whole, though the index holds only parts of them. */
  readonly whole: boolean;
  readonly countOnly: boolean;
  readonly consistent: boolean;
}

export interface Page {
  readonly items: AttributeMap[];
  readonly count: number;
  readonly scannedCount: number;
  readonly lastKey?: AttributeMap | undefined;
  /** Bytes read from the table, or from the index if there is one. */
  readonly bytes: number;
  /** Sizes of the items, each in blocks, that were read from the table because the index does not hold all of them. */
  readonly fetched: number;
}

/** Reads on until the limit, a megabyte, or the end. */
export function readPage(db: DynamoDb, request: PageRequest): Page {
  const { table, index, limit = Infinity } = request;
  const rows = (index ?? table).rows;
  const items: AttributeMap[] = [];
  const partial = request.whole && index !== undefined && index.record.projection !== 'ALL' ? index.record : undefined;
  let [count, scannedCount, read, bytes, fetched] = [0, 0, 0, 0, 0];
  let last: Row | undefined;
  for (const [, row] of rows.range(...bounds(request), request.backwards)) {
    const item = request.consistent ? row.item : db.seen(table, row.item, row.previous);
    if (item === undefined) continue;
    const entry = request.whole ? item : projectedItem(table, index?.record, item);
    const size = entry === row.item ? row.size : itemSize(entry);
    if (scannedCount >= limit || (last !== undefined && read + size > PAGE_BYTES)) return page(last);
    read += size;
    bytes += partial === undefined ? size : itemSize(projectedItem(table, partial, item));
    if (partial !== undefined) fetched += readBlocks(size);
    scannedCount += 1;
    last = row;
    if (request.filter !== undefined && !holds(request.filter, entry)) continue;
    count += 1;
    if (!request.countOnly) {
      items.push(request.projection === undefined ? entry : project(entry, request.projection));
    }
  }
  return page(scannedCount >= limit ? last : undefined);

  function page(end: Row | undefined): Page {
    const lastKey = end === undefined ? undefined : pick(end.item, table.startKeyNames(index));
    return { items, count, scannedCount, lastKey, bytes, fetched };
  }
}

function bounds({ range, after, backwards }: PageRequest): [string, string] {
  if (after === undefined) return [range.from, range.to];
  return backwards
    ? [range.from, after < range.to ? after : range.to]
    : [after >= range.from ? `${after}\0` : range.from, range.to];
}

/**
 * The position of an `ExclusiveStartKey`.
 *
 * @param prefix put before what is wrong with the table's part of the key: Query and Scan word it differently
 * @throws AwsError `ValidationException` for one that does not fit the table and index
 */
export function startPosition(table: Table, index: Index | undefined, key: AttributeMap, prefix: string): string {
  const names = table.startKeyNames(index);
  const complete =
    Object.keys(key).length === names.length && names.every((name) => attribute(key, name) !== undefined);
  if (!complete) {
    const detail =
      index === undefined && prefix !== '' ? `${prefix}${MISMATCH}` : 'The provided starting key is invalid';
    throw validation(detail);
  }
  const { types } = table.record;
  if (names.some((name) => typeOf(attribute(key, name)!) !== types[name])) throw validation(prefix + MISMATCH);
  checkKey(table, table.keyOf(key));
  const position = table.positionOf(key);
  if (index === undefined) return position;
  const indexed = table.indexPosition(index.record, key, position);
  if (indexed === undefined) throw validation('The provided starting key is invalid');
  return indexed;
}
