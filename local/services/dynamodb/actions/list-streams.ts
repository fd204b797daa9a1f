import { checkStreamArn } from './stream-checks.ts';
import { Constraints } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

export interface ListStreamsInput {
  readonly TableName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartStreamArn?: string;
}

export interface ListStreamsOutput {
  readonly Streams: readonly { readonly StreamArn: string; readonly TableName: string; readonly StreamLabel: string }[];
  readonly LastEvaluatedStreamArn?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html */
export function listStreams(db: DynamoDb, input: ListStreamsInput, call: Call): ListStreamsOutput {
  const { TableName: table, Limit: limit = 100, ExclusiveStartStreamArn: after } = input;
  new Constraints().atLeast(input.Limit, 'limit', 1).atMost(input.Limit, 'limit', 100).throwIfAny();
  if (after !== undefined) checkStreamArn(after);
  call.authorize({ action: 'dynamodb:ListStreams', resource: '*' });
  const all = db.streams().filter((stream) => table === undefined || stream.table === db.nameOf(table));
  const start = after === undefined ? 0 : all.findIndex(({ settings }) => settings.arn === after) + 1;
  const page = all.slice(start, start + limit);
  return {
    Streams: page.map(({ table: TableName, settings }) => ({
      StreamArn: settings.arn,
      TableName,
      StreamLabel: settings.label,
    })),
    ...(start + page.length < all.length ? { LastEvaluatedStreamArn: page.at(-1)!.settings.arn } : {}),
  };
}
