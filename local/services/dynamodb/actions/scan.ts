import { Capacity } from '../capacity.ts';
import { checkSelect, indexOf, projectionOf, readStartKey, type ReadInput } from '../read-request.ts';
import { END, partitionFrom } from '../order-key.ts';
import { attributesToGet, legacyFilter } from '../legacy.ts';
import { checkExpressionMembers, prepare } from '../expressions/prepare.ts';
import { readPage, startPosition } from '../read-page.ts';
import { validation } from '../validation.ts';
import { checkCommon } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { KeyRange } from '../key-condition.ts';
import type { PageOutput } from './query.ts';
import type { AttributeMap } from '../values.ts';
import type { Index, Table } from '../table.ts';

export interface ScanInput extends ReadInput {
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export function scan(db: DynamoDb, input: ScanInput, call: Call): PageOutput {
  const name = checkCommon(input, (constraints) =>
    constraints
      .atLeast(input.Limit, 'limit', 1)
      .atLeast(input.TotalSegments, 'totalSegments', 1)
      .atMost(input.TotalSegments, 'totalSegments', 1_000_000)
      .atLeast(input.Segment, 'segment', 0)
      .atMost(input.Segment, 'segment', 999_999),
  );
  db.authorize(call, 'Scan', name, input.IndexName);
  checkExpressionMembers(
    input,
    ['ProjectionExpression', 'FilterExpression'],
    ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
  );
  checkSelect(input, 'Scanning');
  const legacy = { names: attributesToGet(input), filter: legacyFilter(input.ScanFilter, input.ConditionalOperator) };
  const start = readStartKey(input);
  const range = segmentRange(input);
  const { filter = legacy.filter, projection = legacy.names } = prepare(input);
  const table = db.table(name);
  const index = indexOf(table, input);
  const consistent = input.ConsistentRead === true;
  const countOnly = input.Select === 'COUNT';
  const page = readPage(db, {
    table,
    index,
    range,
    after: start === undefined ? undefined : startWithin(table, index, input, start, range),
    backwards: false,
    limit: input.Limit,
    filter,
    ...projectionOf(table, index, input, projection),
    countOnly,
    consistent,
  });
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read');
  capacity.read(table, page.bytes, consistent, input.IndexName);
  capacity.fetch(table, page.fetched, consistent);
  const consumed = capacity.consumedByOne(name);
  return {
    ...(countOnly ? {} : { Items: page.items }),
    Count: page.count,
    ScannedCount: page.scannedCount,
    ...(page.lastKey === undefined ? {} : { LastEvaluatedKey: page.lastKey }),
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}

/** Segments are equal shares of the hash range. */
function segmentRange({ Segment: segment, TotalSegments: total }: ScanInput): KeyRange {
  if (segment === undefined && total === undefined) return { from: '', to: END };
  if (total === undefined) {
    throw validation(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (segment === undefined) {
    throw validation(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (segment >= total) {
    throw validation(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  }
  const border = (share: number): string => partitionFrom(Math.floor((share * 2 ** 32) / total));
  return { from: segment === 0 ? '' : border(segment), to: border(segment + 1) };
}

function startWithin(
  table: Table,
  index: Index | undefined,
  input: ScanInput,
  key: AttributeMap,
  range: KeyRange,
): string {
  const start = startPosition(table, index, key, 'The provided starting key is invalid: ');
  if (start >= range.from && start < range.to) return start;
  throw validation(
    'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ' +
      `TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
  );
}
